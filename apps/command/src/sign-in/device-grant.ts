/** The device authorization grant (RFC 8628), as the program that wants to be signed in sees it. */
import { hostname } from 'node:os'
import { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { type CentreConnection, CentreProblem, NodeError } from '@epacs/node/client'
import { z } from 'zod'

const CLIENT = 'epacs'
const GRANT = 'urn:ietf:params:oauth:grant-type:device_code'
/** RFC 8628 §3.5, for `slow_down`; also where the centre is away or has had enough for a while. */
const SLOWER_BY_SECONDS = 5

const metadataSchema = z.object({
  issuer: z.url({ protocol: /^https$/ }),
  device_authorization_endpoint: z.url(),
  token_endpoint: z.url(),
})
const codesSchema = z.object({
  device_code: z.string(),
  user_code: z.string(),
  verification_uri: z.url(),
  verification_uri_complete: z.url(),
  expires_in: z.number(),
  interval: z.number().default(5),
})
const tokenSchema = z.object({ access_token: z.string(), expires_in: z.number() })

export type ShownCodes = z.output<typeof codesSchema>

export interface Granted {
  readonly token: string
  readonly expiresAt: Date
}

/** Where the centre of this address signs programs in (RFC 8414): the portal's own address. @throws NodeError: it does not */
export async function portalOf(connection: CentreConnection): Promise<z.output<typeof metadataSchema>> {
  const told = await connection
    .call<unknown>({ path: '/.well-known/oauth-authorization-server' })
    .catch((error: unknown) => {
      if (error instanceof CentreProblem && error.status === 404) return undefined
      throw error
    })
  const metadata = metadataSchema.safeParse(told)
  const isSound =
    metadata.success &&
    [metadata.data.device_authorization_endpoint, metadata.data.token_endpoint].every(
      (each) => new URL(each).origin === new URL(metadata.data.issuer).origin,
    )
  if (!isSound) throw new NodeError('This centre lets no programs sign in: a certificate is needed.')
  return metadata.data
}

/** @param show the person reads it, and confirms it elsewhere. @throws NodeError: refused, or too late */
export async function askPerson(
  portal: CentreConnection,
  {
    device_authorization_endpoint,
    token_endpoint,
  }: Pick<z.output<typeof metadataSchema>, 'device_authorization_endpoint' | 'token_endpoint'>,
  show: (codes: ShownCodes) => void,
): Promise<Granted> {
  const asked = { client_id: CLIENT, host: hostname() }
  const codes = codesSchema.parse(await post(portal, device_authorization_endpoint, asked))
  show(codes)
  const endMs = performance.now() + codes.expires_in * 1000
  for (let seconds = codes.interval; performance.now() < endMs; ) {
    await delay(seconds * 1000)
    const form = { grant_type: GRANT, device_code: codes.device_code, client_id: CLIENT }
    try {
      const { access_token, expires_in } = tokenSchema.parse(await post(portal, token_endpoint, form))
      return { token: access_token, expiresAt: new Date(Date.now() + expires_in * 1000) }
    } catch (error) {
      if (error instanceof z.ZodError) throw error
      const code = error instanceof CentreProblem ? error.code : 'away'
      if (code === 'access_denied') throw new NodeError('The sign-in was refused.', { cause: error })
      if (code === 'expired_token') break
      if (code === 'authorization_pending') continue
      const mayPass = !(error instanceof CentreProblem) || code === 'slow_down' || error.mayPass
      if (!mayPass) throw error
      seconds += SLOWER_BY_SECONDS
    }
  }
  throw new NodeError('Nobody has confirmed the code in time: epacs login shows another one.')
}

async function post(
  connection: CentreConnection,
  address: string,
  fields: Readonly<Record<string, string>>,
): Promise<unknown> {
  const form = new URLSearchParams(fields).toString()
  return await connection.call<unknown>({
    method: 'POST',
    path: new URL(address).pathname,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(form),
    },
    body: Readable.from([Buffer.from(form)]),
  })
}
