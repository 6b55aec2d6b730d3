/** What a person reads when the demo is up: where to go, and as whom. */
import type { JtpPerson } from '../network/people.ts'
import type { AccessFile } from './schema.ts'

/** Two columns, the first as wide as its longest entry. */
function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([label]) => label.length))
  return rows.map(([label, value]) => `  ${label.padEnd(width)}   ${value}`).join('\n')
}

/** To the first institution that is not the caller's own. */
function storescu({ dicom }: AccessFile): string {
  const { host, port, callingAeTitle, calledAeTitles } = dicom
  const called = Object.keys(calledAeTitles).find((title) => title !== callingAeTitle)
  return `storescu -aet ${callingAeTitle} -aec ${called} ${host} ${port} FILE.dcm`
}

export function describeAddresses(
  access: AccessFile,
  accessPath: string,
  jtpPeople: readonly JtpPerson[],
  samples: string,
): string {
  const signIns = jtpPeople.map(
    ({ login, password, institution, name }) =>
      [
        `${login} / ${password}`,
        institution ? `${name}, ${institution.name}` : `${name} (no mailbox)`,
      ] as const,
  )
  const certificates = access.users.map(({ p12, name }) => [name, p12] as const)
  return `
Addresses
${table([
  ['portal', access.portal],
  ['certificate entrance', access.certificateEntrance],
  ['identity provider (JTP)', access.jtp.issuer],
])}

Send by DICOM (C-STORE), for example
  ${storescu(access)}
${table([
  ['without TLS', `${access.dicom.host}:${access.dicom.port}`],
  [
    'with TLS',
    `${access.dicom.host}:${access.dicom.tlsPort}, certificate and key of ${access.users[0]?.name ?? ''}`,
  ],
  ['called AE titles', Object.keys(access.dicom.calledAeTitles).join(' ')],
])}

Sign in with JTP (user / password)
${table(signIns)}

Sign in with a certificate (import into the browser; password ${access.users[0]?.p12Password ?? ''})
${table(certificates)}

Files
${table([
  ['for scripts', accessPath],
  ["the demo's own authority", access.ca],
  ['images to try', samples],
])}

The browser will warn of an unknown authority unless you import it; for this demo you may go on.
End with Ctrl-C.
`
}
