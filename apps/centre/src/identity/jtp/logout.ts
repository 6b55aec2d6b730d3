/**
 * JTP ends a session, and the centre's with it: OpenID Connect Back-Channel Logout 1.0. JTP calls the address itself;
 * its signed token says whose sessions, or which one.
 */
import type { FastifyInstance } from 'fastify'
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose'
import type { Config } from '../../config/index.ts'
import type { IdentityContext } from '../entrance.ts'
import type { JtpProvider } from './provider.ts'

const PATH = '/sign-in/jtp/back-channel-logout'
const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
/** Section 2.4 recommends two minutes of life at most. */
const OLDEST_TOKEN = '10 minutes'
const KEEP_MS = 3_600_000
const MINUTE_MS = 60_000

interface LogoutToken {
  readonly id: string
  readonly issuer: string
  readonly subject: string | undefined
  readonly sid: string | undefined
}

export function logoutRoute(
  app: FastifyInstance,
  context: IdentityContext,
  provider: JtpProvider,
  { clientId }: NonNullable<Config['jtp']>,
): void {
  const { db, clock, audit } = context
  let keys: { readonly url: string; readonly of: ReturnType<typeof createRemoteJWKSet> } | undefined

  async function keysOf(url: string) {
    if (keys?.url !== url) keys = { url, of: createRemoteJWKSet(new URL(url)) }
    return keys.of
  }

  /** Section 2.6. Throws what is wrong. */
  async function verify(token: string): Promise<LogoutToken> {
    const { issuer, jwks_uri } = (await provider.configuration()).serverMetadata()
    if (jwks_uri === undefined) throw new Error('JTP names no keys')
    const { payload } = await jwtVerify(token, await keysOf(jwks_uri), {
      issuer,
      audience: clientId,
      maxTokenAge: OLDEST_TOKEN,
      requiredClaims: ['jti', 'iat', 'events'],
      currentDate: clock(),
    })
    return logoutOf(payload, issuer)
  }

  app.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 16 * 1024 },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    scope.post(
      PATH,
      {
        config: { rateLimit: { max: 600, timeWindow: MINUTE_MS } },
        schema: { summary: 'JTP ends sessions (OpenID Connect Back-Channel Logout 1.0)', tags: ['sign-in'] },
      },
      async (request, reply) => {
        reply.header('Cache-Control', 'no-store')
        const { body } = request
        const given =
          typeof body === 'object' && body !== null && 'logout_token' in body ? body.logout_token : undefined
        const token = await verify(typeof given === 'string' ? given : '').catch((error: unknown) => {
          request.log.warn(
            { problem: error instanceof Error ? error.message : 'unknown' },
            'a log-out token was refused',
          )
          return undefined
        })
        if (token === undefined) return await reply.code(400).send({ error: 'invalid_request' })
        await end(token)
        return await reply.code(200).send()
      },
    )
  })

  async function end({ id, issuer, subject, sid }: LogoutToken): Promise<void> {
    await db.transaction().execute(async (trx) => {
      const at = clock()
      const isNew = await trx
        .insertInto('jtp_logout')
        .values({ token_id: id, expires_at: new Date(at.getTime() + KEEP_MS) })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      if (isNew.numInsertedOrUpdatedRows === 0n) return
      // A token with both means that session of that person; one without `sid` all of them.
      const ended = await trx
        .deleteFrom('session')
        .where('method', '=', 'jtp')
        .where('jtp_issuer', '=', issuer)
        .$if(subject !== undefined, (query) => query.where('jtp_subject', '=', subject ?? null))
        .$if(sid !== undefined, (query) => query.where('jtp_sid', '=', sid ?? null))
        .returning('person_id')
        .execute()
      for (const { person_id } of ended) {
        const actor = { personId: person_id, institution: null }
        await audit.record(trx, { at, actor, action: 'session.end', details: { method: 'jtp', by: 'jtp' } })
      }
    })
  }
}

function logoutOf({ events, nonce, jti, sub, sid }: JWTPayload, issuer: string): LogoutToken {
  const isLogout = typeof events === 'object' && events !== null && EVENT in events
  if (!isLogout) throw new Error('the token is about something else')
  // An ID token is not to be taken for a log-out token.
  if (nonce !== undefined) throw new Error('the token has a nonce')
  if (jti === undefined || (sub === undefined && typeof sid !== 'string'))
    throw new Error('the token names nobody')
  return { id: `${issuer} ${jti}`, issuer, subject: sub, sid: typeof sid === 'string' ? sid : undefined }
}
