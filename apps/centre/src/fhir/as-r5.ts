/** An imaging manifest as FHIR R5 (5.0.0) has its resources; what is not named here is the same in R4 and R5. */
import type { Bundle, Composition, Device, Endpoint, ImagingStudy } from '@medplum/fhirtypes'

export function manifestAsR5(bundle: Bundle): object {
  return {
    ...withoutProfile(bundle),
    entry: (bundle.entry ?? []).map(({ resource, ...entry }) => ({
      ...entry,
      resource: resource === undefined ? undefined : withoutProfile(asR5(resource)),
    })),
  }
}

/** MADO's profiles are of R4. */
function withoutProfile({ meta: _, ...resource }: { readonly meta?: unknown }): object {
  return resource
}

type Resource = NonNullable<NonNullable<Bundle['entry']>[number]['resource']>

function asR5(resource: Resource): object {
  switch (resource.resourceType) {
    case 'ImagingStudy':
      return studyAsR5(resource)
    case 'Endpoint':
      return endpointAsR5(resource)
    case 'Composition':
      return compositionAsR5(resource)
    case 'Device':
      return deviceAsR5(resource)
    default:
      return resource
  }
}

function studyAsR5({ modality = [], procedureCode = [], series = [], ...study }: ImagingStudy): object {
  return {
    ...study,
    modality: modality.map((coding) => ({ coding: [coding] })),
    procedure: procedureCode.map((concept) => ({ concept })),
    series: series.map(({ modality, ...each }) => ({ ...each, modality: { coding: [modality] } })),
  }
}

function endpointAsR5({ connectionType, payloadType, payloadMimeType, ...endpoint }: Endpoint): object {
  return {
    ...endpoint,
    connectionType: [{ coding: [connectionType] }],
    payload: [{ type: payloadType, mimeType: payloadMimeType }],
  }
}

function compositionAsR5({ subject, identifier, event = [], ...composition }: Composition): object {
  return {
    ...composition,
    identifier: identifier === undefined ? [] : [identifier],
    subject: subject === undefined ? [] : [subject],
    event: event.map(({ detail = [] }) => ({ detail: detail.map((reference) => ({ reference })) })),
  }
}

function deviceAsR5({ type, deviceName = [], ...device }: Device): object {
  return {
    ...device,
    type: type === undefined ? [] : [type],
    name: deviceName.map(({ name }) => ({ value: name, type: 'user-friendly-name' })),
  }
}
