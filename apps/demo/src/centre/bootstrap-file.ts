/** Who is in the demo's network from the first start on: its institutions, the people with certificates, its authority. */
import type { BootstrapFile } from '@epacs/centre'
import type { DemoCertificates } from '../certificates/keep.ts'
import { institutions } from '../network/institutions.ts'
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
    })),
    people: [...staff, ...certifiedPeople].map((person) => personOf(person, certificates)),
    authorities: [{ name: 'ePACS Demo CA', website: null, certificate: certificates.ca }],
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
