/** Gathers the content of `access.json` from what the demo has made. */

import type { Addresses } from '../centre/config-file.ts'
import type { DemoCertificates } from '../certificates/keep.ts'
import type { DataPaths } from '../machine/data-folder.ts'
import { HOST, type PortPlan } from '../machine/ports.ts'
import { institutions } from '../network/institutions.ts'
import { auditor, certifiedPeople, jtpPeople, operator } from '../network/people.ts'
import type { AccessFile } from './schema.ts'

export function describeAccess(
  addresses: Addresses,
  ports: PortPlan,
  paths: Pick<DataPaths, 'mails' | 'register'>,
  certificates: DemoCertificates,
): AccessFile {
  const pair = ({ cert, key }: { cert: string; key: string }) => ({ cert, key })
  return {
    portal: addresses.portal,
    certificateEntrance: addresses.certificateEntrance,
    ca: certificates.ca,
    operator: pair(certificates.of(operator)),
    auditor: pair(certificates.of(auditor)),
    mails: paths.mails,
    register: paths.register,
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
