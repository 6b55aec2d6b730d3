/** Who is in the demo's network from the first start on: its institutions, the people with certificates, its authority. */
import type { BootstrapFile } from '@epacs/centre'
import type { DemoCertificates } from '../certificates/keep.ts'
import { HOST } from '../machine/ports.ts'
import { type DemoInstitution, institutions } from '../network/institutions.ts'
import { type CertifiedPerson, certifiedPeople, staff } from '../network/people.ts'

/**
 * People who come through JTP are not among them: their role and their employer's IČO let them in at the first
 * sign-in, as in the real network.
 */
export function bootstrap(certificates: DemoCertificates): BootstrapFile {
  return {
    institutions: institutions.map(({ contacts, ...institution }) => ({
      ...institution,
      contacts: [...contacts],
      gateways: [gatewayOf(institution, certificates)],
    })),
    people: [...staff, ...certifiedPeople].map((person) => personOf(person, certificates)),
    authorities: [{ name: 'ePACS Demo CA', website: null, certificate: certificates.ca }],
  }
}

/**
 * Each institution's PACS calls with the institution's own AE title: from this machine, and over TLS with the
 * certificate of any of its people, so that a demo has one set of keys.
 */
function gatewayOf({ id, aeTitle }: Pick<DemoInstitution, 'id' | 'aeTitle'>, certificates: DemoCertificates) {
  const people = certifiedPeople.filter(({ institution }) => institution?.id === id)
  return {
    aeTitle,
    addresses: [HOST],
    certificates: people.map((person) => certificates.of(person).cert),
  }
}

function personOf(person: CertifiedPerson, certificates: DemoCertificates) {
  const { id, name, email, role, institution, centreRole } = person
  return {
    id,
    name,
    email,
    certificates: [certificates.of(person).cert],
    memberships: institution === null ? [] : [{ institution: institution.id, role }],
    operator: centreRole === 'operator',
    auditor: centreRole === 'auditor',
  }
}
