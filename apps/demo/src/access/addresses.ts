/** What a person reads when the demo is up: where to go, and as whom. */
import { dirname, join } from 'node:path'
import { auditor, type JtpPerson, newcomer, operator } from '../network/people.ts'
import { NEWCOMERS } from '../network/register.ts'
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

/** What the sign-in leads to. */
function destination({ institution, icos, roles }: JtpPerson): string {
  if (institution !== null) return icos.length > 1 ? `${institution.name} and one more` : institution.name
  if (roles.length === 0) return 'no role, is told whom to ask'
  const newcomer = NEWCOMERS.find(({ ico }) => icos.includes(ico))
  return newcomer === undefined
    ? 'no mailbox, in no register'
    : `${newcomer.name}: no mailbox yet, asks to join`
}

export function describeAddresses(
  access: AccessFile,
  accessPath: string,
  jtpPeople: readonly JtpPerson[],
  samples: string,
): string {
  const signIns = jtpPeople.map(
    (person) => [`${person.login} / ${person.password}`, `${person.name} (${destination(person)})`] as const,
  )
  const others = (
    [
      [operator, 'operator'],
      [auditor, 'auditor'],
      [newcomer, `${newcomer.institution?.name}: no mailbox yet, asks to join`],
    ] as const
  ).map(
    ([{ name, file }, what]) =>
      [`${name} (${what})`, join(dirname(access.operator.cert), `${file}.p12`)] as const,
  )
  const certificates = [...access.users.map(({ p12, name }) => [name, p12] as const), ...others]
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
  ["the centre's mails", access.mails],
  ['images to try', samples],
  ['register of providers', access.register],
])}

The register was read once; to read another one while the demo runs:
  npm run epacs -- registry import FILE --config ${join(dirname(accessPath), 'centre.json')}

The browser will warn of an unknown authority unless you import it; for this demo you may go on.
End with Ctrl-C.
`
}
