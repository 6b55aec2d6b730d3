/** HL7 FHIR R4: studies of messages as ImagingStudy, the directory as Organization and Endpoint. */
import type { Feature } from '../features.ts'
import { fhirRoutes } from './routes.ts'

export const fhir: Feature = { name: 'fhir', routes: fhirRoutes }
