/** Pieces of HL7 FHIR R4 (4.0.1) resources, and the forms in which answers leave. */
import type { Bundle, OperationOutcome, Resource } from '@medplum/fhirtypes'

export const FHIR_JSON = 'application/fhir+json; charset=utf-8'
/** Codes of PS3.16 annex D. */
export const DCM = 'http://dicom.nema.org/resources/ontology/DCM'
/** A UID as FHIR has them, in an identifier of this system. */
export const DICOM_UID = 'urn:dicom:uid'

export const oid = (uid: string) => `urn:oid:${uid}`

/** @param self the address that was asked for @param base of the FHIR server */
export function searchSet(
  resources: readonly (Resource & { id?: string })[],
  { self, base, total }: { readonly self: string; readonly base: string; readonly total: number },
): Bundle {
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    total,
    link: [{ relation: 'self', url: self }],
    ...(resources.length === 0
      ? {}
      : {
          entry: resources.map((resource) => ({
            fullUrl: `${base}/${resource.resourceType}/${resource.id}`,
            resource,
            search: { mode: 'match' as const },
          })),
        }),
  }
}

export function outcome(status: number, code: string, detail: string): OperationOutcome {
  const type = ({ 401: 'login', 403: 'forbidden', 404: 'not-found' } as const)[status] ?? 'invalid'
  return {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: type, details: { text: code }, diagnostics: detail }],
  }
}
