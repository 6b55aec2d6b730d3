/** Gathers the content of `access.json` from what the demo has made. */

import type { Addresses } from '../centre/config-file.ts'
import type { DemoCertificates } from '../certificates/keep.ts'
import { HOST, type PortPlan } from '../machine/ports.ts'
import { institutions } from '../network/institutions.ts'
import { certifiedPeople, jtpPeople, operator } from '../network/people.ts'
import type { AccessFile } from './schema.ts'

export function describeAccess(
  addresses: Addresses,
  ports: PortPlan,
  certificates: DemoCertificates,
): AccessFile {
  const { cert, key } = certificates.of(operator)
  return {
    portal: addresses.portal,
    certificateEntrance: addresses.certificateEntrance,
    ca: certificates.ca,
    operator: { cert, key },
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
    dicom: {
      host: HOST,
      callingAeTitle: certifiedPeople[0]?.institution?.aeTitle ?? '',
      port: ports.dicom,
      tlsPort: ports.dicomTls,
      calledAeTitles: Object.fromEntries(institutions.map(({ aeTitle, id }) => [aeTitle, id])),
    },
  }
}
