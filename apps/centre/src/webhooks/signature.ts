/** Calls as the Standard Webhooks specification has them: <https://www.standardwebhooks.com>. */
import { createHmac } from 'node:crypto'

/** In the form that libraries of receivers take. */
export function secretInWords(secret: Buffer): string {
  return `whsec_${secret.toString('base64')}`
}

/**
 * @param secrets each of them signs: while one is exchanged, receivers may still have the one before
 * @param id of the call, the same in each attempt
 * @param at of the attempt
 */
export function signedHeaders(
  secrets: readonly Buffer[],
  id: string,
  at: Date,
  body: string,
): Record<string, string> {
  const seconds = String(Math.floor(at.getTime() / 1000))
  const signatures = secrets.map(
    (secret) => `v1,${createHmac('sha256', secret).update(`${id}.${seconds}.${body}`).digest('base64')}`,
  )
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures.join(' ') }
}
