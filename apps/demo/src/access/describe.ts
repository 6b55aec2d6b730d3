/** Gathers the content of `access.json` from what the demo has made. */

import type { Addresses } from '../centre/config-file.ts'
import type { DemoCertificates } from '../certificates/keep.ts'
import { auditor, type CertifiedPerson, certifiedPeople, jtpPeople, operator } from '../network/people.ts'
import type { AccessFile } from './schema.ts'

export function describeAccess(addresses: Addresses, certificates: DemoCertificates): AccessFile {
  const pairOf = (person: CertifiedPerson) => {
    const { cert, key } = certificates.of(person)
    return { cert, key }
  }
  return {
    portal: addresses.portal,
    certificateEntrance: addresses.certificateEntrance,
    ca: certificates.ca,
    operator: pairOf(operator),
    auditor: pairOf(auditor),
    users: certifiedPeople.flatMap((person) =>
      person.institution === null
        ? []
        : [
            {
              institution: person.institution.id,
              name: person.name,
              ...certificates.of(person),
              p12Password: certificates.p12Password,
            },
          ],
    ),
    jtp: {
      issuer: addresses.jtpIssuer,
      users: jtpPeople.map(({ login, password, institution }) => ({
        login,
        password,
        institution: institution?.id ?? null,
      })),
    },
  }
}
