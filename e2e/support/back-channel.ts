/** What JTP tells the centre when somebody's session there has ended: OpenID Connect Back-Channel Logout 1.0. */
import { createPrivateKey, type JsonWebKey, randomUUID, sign } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { dataFolder, network } from './network.ts'

const providerKeys = z.object({
  signing: z.array(z.looseObject({ kid: z.string(), alg: z.string() })).min(1),
})
const centreConfig = z.object({ jtp: z.object({ clientId: z.string() }) })

const read = async (name: string): Promise<unknown> =>
  JSON.parse(await readFile(join(dataFolder, name), 'utf8'))
const encoded = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url')

/** Section 2.4, signed with the demo provider's own key. `login` is the subject there. */
export async function logoutToken(login: string): Promise<string> {
  const { signing } = providerKeys.parse(await read('jtp.json'))
  const { jtp } = centreConfig.parse(await read('centre.json'))
  const [key] = signing
  if (key === undefined) throw new Error('the provider has no key')
  const claims = {
    iss: network().jtp.issuer,
    aud: jtp.clientId,
    sub: login,
    iat: Math.floor(Date.now() / 1000),
    jti: randomUUID(),
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
  }
  const signed = `${encoded({ alg: key.alg, kid: key.kid, typ: 'logout+jwt' })}.${encoded(claims)}`
  const privateKey = createPrivateKey({ key: key as JsonWebKey, format: 'jwk' })
  return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`
}
