/**
 * JTP ends a session, and the centre's with it: OpenID Connect Back-Channel Logout 1.0. JTP calls the address itself;
 * its signed token says whose sessions, or which one.
 */
import type { FastifyInstance } from 'fastify'
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose'
import type { OidcConfig } from '../../../config/index.ts'
import type { IdentityContext } from '../../entrance.ts'
import { formField, takeForms } from '../../form-body.ts'
import { endSessions, type LogoutNotice } from '../end-sessions.ts'
import { BACK_CHANNEL_LOGOUT } from '../paths.ts'
import type { JtpProvider } from './provider.ts'

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
/** Section 2.4 recommends two minutes of life at most. */
const OLDEST_TOKEN = '10 minutes'
const MOST_BYTES = 16 * 1024
const MINUTE_MS = 60_000

export function logoutRoute(
  app: FastifyInstance,
  context: IdentityContext,
  provider: JtpProvider,
  { clientId }: OidcConfig,
): void {
  let keys: { readonly url: string; readonly of: ReturnType<typeof createRemoteJWKSet> } | undefined

  async function keysOf(url: string) {
    if (keys?.url !== url) keys = { url, of: createRemoteJWKSet(new URL(url)) }
    return keys.of
  }

  /** Section 2.6. Throws what is wrong. */
  async function verify(token: string): Promise<LogoutNotice> {
    const { issuer, jwks_uri } = (await provider.configuration()).serverMetadata()
    if (jwks_uri === undefined) throw new Error('JTP names no keys')
    const { payload } = await jwtVerify(token, await keysOf(jwks_uri), {
      issuer,
      audience: clientId,
      maxTokenAge: OLDEST_TOKEN,
      requiredClaims: ['jti', 'iat', 'events'],
      currentDate: context.clock(),
    })
    return logoutOf(payload, issuer)
  }

  app.register(async (scope) => {
    takeForms(scope, MOST_BYTES)
    scope.post(
      BACK_CHANNEL_LOGOUT,
      {
        config: { rateLimit: { max: 600, timeWindow: MINUTE_MS } },
        schema: { summary: 'JTP ends sessions (OpenID Connect Back-Channel Logout 1.0)', tags: ['sign-in'] },
      },
      async (request, reply) => {
        reply.header('Cache-Control', 'no-store')
        const notice = await verify(formField(request, 'logout_token')).catch((error: unknown) => {
          request.log.warn(
            { problem: error instanceof Error ? error.message : 'unknown' },
            'a log-out token was refused',
          )
          return undefined
        })
        if (notice === undefined) return await reply.code(400).send({ error: 'invalid_request' })
        await endSessions(context, notice)
        return await reply.code(200).send()
      },
    )
  })
}

function logoutOf({ events, nonce, jti, sub, sid }: JWTPayload, issuer: string): LogoutNotice {
  const isLogout = typeof events === 'object' && events !== null && EVENT in events
  if (!isLogout) throw new Error('the token is about something else')
  // An ID token is not to be taken for a log-out token.
  if (nonce !== undefined) throw new Error('the token has a nonce')
  if (jti === undefined || (sub === undefined && typeof sid !== 'string'))
    throw new Error('the token names nobody')
  return { id: jti, issuer, subject: sub, sid: typeof sid === 'string' ? sid : undefined }
}
