/** A call is signed and made; a webhook without a secret that can be opened is as one that does not answer. */
import type { Centre } from '../centre.ts'
import { KeyError } from '../sealed-keys/index.ts'
import { type Attempt, post } from './post.ts'
import { type KeptSecrets, secretsOf } from './secrets.ts'
import { signedHeaders } from './signature.ts'

interface Call {
  readonly id: string
  readonly type: string
  readonly at: Date
  readonly data: unknown
}

export async function attemptCall(
  centre: Pick<Centre, 'db' | 'clock' | 'config' | 'log'>,
  webhook: KeptSecrets & { readonly url: string },
  { id, type, at, data }: Call,
  signal: AbortSignal,
): Promise<Attempt> {
  const { config, log } = centre
  const body = JSON.stringify({ type, timestamp: at.toISOString(), data })
  const now = centre.clock()
  let secrets: readonly Buffer[]
  try {
    secrets = await secretsOf(centre, webhook, now)
  } catch (error) {
    if (!(error instanceof KeyError)) throw error
    log.error({ webhook: webhook.id, problem: error.message }, 'a call of a webhook cannot be signed')
    return { problem: 'no-secret', isGone: false }
  }
  const headers = signedHeaders(secrets, id, now, body)
  return await post({ url: webhook.url, headers, body }, config.webhooks.privateNetworks, signal)
}
