/** What this FHIR server does, for those who look before they ask. */
import type { CapabilityStatement } from '@medplum/fhirtypes'

export function capabilityStatement(base: string, at: Date): CapabilityStatement {
  const reading = [{ code: 'read' as const }, { code: 'search-type' as const }]
  const search = (...names: readonly (readonly [string, 'string' | 'token' | 'reference'])[]) =>
    names.map(([name, type]) => ({ name, type }))
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: at.toISOString(),
    kind: 'instance',
    software: { name: 'ePACS' },
    implementation: { description: 'ePACS: exchange of medical images', url: base },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json'],
    rest: [
      {
        mode: 'server',
        documentation:
          'Organization and Endpoint are open to everybody, ImagingStudy to those who may read its message, Practitioner and PractitionerRole to representatives of their institution and to the person. A Practitioner is searched by a KRZP number with POST _search.',
        resource: [
          {
            type: 'Organization',
            interaction: reading,
            searchParam: search(['name', 'string'], ['identifier', 'token']),
          },
          { type: 'Endpoint', interaction: reading, searchParam: search(['organization', 'reference']) },
          { type: 'Practitioner', interaction: reading, searchParam: search(['identifier', 'token']) },
          {
            type: 'PractitionerRole',
            interaction: reading,
            searchParam: search(['practitioner', 'reference']),
          },
          { type: 'ImagingStudy', interaction: reading, searchParam: search(['identifier', 'token']) },
        ],
      },
    ],
  }
}
