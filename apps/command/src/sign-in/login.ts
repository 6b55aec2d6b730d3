/** `epacs login`: a person lets this machine's command in, from a browser anywhere; no certificate lies here. */
import { resolve } from 'node:path'
import { CentreConnection, NodeError, proxyOf, readCa } from '@epacs/node/client'
import { Command } from 'commander'
import { type AccessOptions, settingsOf } from '../mailbox/access.ts'
import { askPerson, portalOf, type ShownCodes } from './device-grant.ts'
import { inWords } from './in-words.ts'
import { keepSignIn, keptSignIn } from './kept-sign-in.ts'
import { endAtCentre } from './logout.ts'
import { sayWho } from './whoami.ts'

interface Options extends Pick<AccessOptions, 'centre' | 'ca'> {
  readonly json?: boolean
}

export function loginCommand(): Command {
  return new Command('login')
    .description(
      'sign in without a certificate: shows a code that you confirm in a browser, here or elsewhere',
    )
    .option('--centre <url>', 'the portal, or the certificate entrance (EPACS_CENTRE)')
    .option('--ca <file>', "the authority of the centre's server certificate, PEM (EPACS_CA)")
    .option('--json', 'code and outcome as JSON, one line each, for programs')
    .addHelpText(
      'after',
      `
The code is valid for ten minutes. The sign-in lasts for hours, as the centre sets it; epacs logout ends it, as does
"My sessions" in the portal. A certificate that is set (--cert, EPACS_CERT or the configuration file) comes before it.`,
    )
    .action(login)
}

async function login(options: Options): Promise<void> {
  const { json = false } = options
  const { centre, ca: caFile } = await settingsOf(options)
  if (centre === undefined) throw new NodeError('Say where: --centre with the address of the portal.')
  const ca = caFile === undefined ? null : resolve(caFile)
  const trust = { ca: await readCa(ca) }
  const proxy = await proxyOf('environment')
  const entrance = new CentreConnection(centre, trust, { proxy })
  const metadata = await inWords(async () => await portalOf(entrance)).finally(() => entrance.close())
  const portal = new CentreConnection(metadata.issuer, trust, { proxy })
  try {
    const show = (codes: ShownCodes) => {
      if (json) process.stdout.write(`${JSON.stringify({ ...codes, device_code: undefined })}\n`)
      else console.error(codesInWords(codes))
    }
    const { token, expiresAt } = await inWords(async () => await askPerson(portal, metadata, show))
    const before = await keptSignIn().catch(() => undefined)
    await keepSignIn({
      portal: metadata.issuer,
      centre: new URL(centre).origin,
      ca,
      token,
      expiresAt: expiresAt.toISOString(),
    })
    // One sign-in at a time; that of before would stay open for hours.
    if (before !== undefined) await endAtCentre(before).catch(() => undefined)
    const signedIn = new CentreConnection(metadata.issuer, trust, {
      proxy,
      headers: { authorization: `Bearer ${token}` },
    })
    await inWords(async () => await sayWho(signedIn, json)).finally(() => signedIn.close())
  } finally {
    portal.close()
  }
}

function codesInWords({
  user_code,
  verification_uri,
  verification_uri_complete,
  expires_in,
}: ShownCodes): string {
  return `Open ${verification_uri} and type the code

    ${user_code}

or open ${verification_uri_complete} and compare it. It is valid for ${Math.round(expires_in / 60)} minutes.
Waiting …`
}
