/** Institutions as Organization, and where messages reach them as Endpoint. */
import { institutionIdentifiersOf } from '@epacs/exchange'
import type { Endpoint, Organization } from '@medplum/fhirtypes'
import type { Institution } from '../directory/index.ts'

export function organizationOf(institution: Institution): Organization {
  const { id, name, street, city, postalCode, country, ico, icz } = institution
  return {
    resourceType: 'Organization',
    id,
    identifier: [
      { system: 'urn:epacs:institution', value: id },
      ...institutionIdentifiersOf({ ico, icz }).map((identifier) => ({
        use: 'official' as const,
        ...identifier,
      })),
    ],
    active: true,
    type: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/organization-type',
            code: 'prov',
            display: 'Healthcare Provider',
          },
        ],
      },
    ],
    name,
    address: [
      {
        use: 'work',
        ...(street === null ? {} : { line: [street] }),
        city,
        ...(postalCode === null ? {} : { postalCode }),
        country,
      },
    ],
    endpoint: [{ reference: `Endpoint/${id}`, display: `STOW-RS: ${name}` }],
  }
}

/** @param origin of the centre; what is sent there by STOW-RS arrives in the institution's mailbox */
export function endpointOf({ id, name }: Institution, origin: string): Endpoint {
  return {
    resourceType: 'Endpoint',
    id,
    status: 'active',
    connectionType: {
      system: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type',
      code: 'dicom-stow-rs',
      display: 'DICOM STOW-RS',
    },
    name: `ePACS: ${name}`,
    managingOrganization: { reference: `Organization/${id}`, display: name },
    payloadType: [{ text: 'DICOM' }],
    payloadMimeType: ['application/dicom'],
    address: `${origin}/dicomweb/institutions/${id}`,
  }
}
