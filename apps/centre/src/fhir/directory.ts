/** Institutions as Organization, and where messages reach them as Endpoint. */
import { institutionIdentifiersOf } from '@epacs/exchange'
import type { Endpoint, Organization, OrganizationContact } from '@medplum/fhirtypes'
import type { Institution } from '../directory/index.ts'

const IDENTIFIER_TYPES = 'http://terminology.hl7.org/CodeSystem/v2-0203'

export function organizationOf(institution: Institution): Organization {
  const { id, name, city, postalCode, country, addressLines, contacts } = institution
  return {
    resourceType: 'Organization',
    id,
    identifier: [
      { system: 'urn:epacs:institution', value: id },
      ...institutionIdentifiersOf(institution).map(({ system, value, code }) => ({
        use: 'official' as const,
        ...(code && { type: { coding: [{ system: IDENTIFIER_TYPES, code }] } }),
        system,
        value,
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
        text: addressLines.join('\n'),
        ...(institution.street === null ? {} : { line: [institution.street] }),
        city,
        ...(postalCode === null ? {} : { postalCode }),
        country,
      },
    ],
    ...(contacts.length === 0 ? {} : { contact: contacts.map(contactOf) }),
    endpoint: [{ reference: `Endpoint/${id}`, display: `STOW-RS: ${name}` }],
  }
}

function contactOf({ name, phone, email }: Institution['contacts'][number]): OrganizationContact {
  const telecom = [
    ...(phone === null ? [] : [{ system: 'phone' as const, value: phone, use: 'work' as const }]),
    ...(email === null ? [] : [{ system: 'email' as const, value: email, use: 'work' as const }]),
  ]
  return { name: { text: name }, ...(telecom.length === 0 ? {} : { telecom }) }
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
