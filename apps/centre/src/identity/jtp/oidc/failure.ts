/** Errors of openid-client carry answers of the provider, tokens among them: only their words are logged. */
import type { FastifyBaseLogger } from 'fastify'
import * as oidc from 'openid-client'

export function noteFailure(log: Pick<FastifyBaseLogger, 'info' | 'warn'>, error: unknown): void {
  if (error instanceof oidc.AuthorizationResponseError) {
    log.info({ error: error.error }, 'JTP ended a sign-in')
    return
  }
  const { name, message } = error instanceof Error ? error : { name: typeof error, message: '' }
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : undefined
  log.warn({ problem: { name, message, code, cause } }, 'a question to JTP failed')
}
