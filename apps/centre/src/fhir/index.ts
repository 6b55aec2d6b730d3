/** HL7 FHIR R4: studies of messages as ImagingStudy, the directory as Organization and Endpoint; imaging manifests (IHE RAD MADO). */
import type { Feature } from '../features.ts'
import { imagingManifestRoutes } from './imaging-manifests.ts'
import { practitionerRoutes } from './practitioners.ts'
import { fhirRoutes } from './routes.ts'

export const fhir: Feature = {
  name: 'fhir',
  routes(app, centre, entrance) {
    fhirRoutes(app, centre, entrance)
    practitionerRoutes(app, centre, entrance)
    imagingManifestRoutes(app, centre)
  },
}
