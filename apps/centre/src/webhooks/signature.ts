/** Calls as the Standard Webhooks specification has them: <https://www.standardwebhooks.com>. */
import { createHmac, randomBytes } from 'node:crypto'

/** As long as the digest (RFC 2104, 3). */
const SECRET_BYTES = 32

export function newSecret(): Buffer {
  return randomBytes(SECRET_BYTES)
}

/** In the form that libraries of receivers take. */
export function secretInWords(secret: Buffer): string {
  return `whsec_${secret.toString('base64')}`
}

/** @param id of the call, the same in each attempt @param at of the attempt */
export function signedHeaders(secret: Buffer, id: string, at: Date, body: string): Record<string, string> {
  const seconds = String(Math.floor(at.getTime() / 1000))
  const signature = createHmac('sha256', secret).update(`${id}.${seconds}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` }
}
