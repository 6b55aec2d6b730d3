/**
 * What a program asks when a person signs it in: where it finds everything (RFC 8414), a pair of codes (RFC 8628 §3.1), and its
 * session as soon as the person has confirmed the code (§3.4). Forms in, JSON out, errors as in RFC 6749 §5.2.
 */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { Type } from 'typebox'
import type { Entrance, IdentityContext } from '../entrance.ts'
import { formField, takeForms } from '../form-body.ts'
import { openProgramSession } from '../session/program-sessions.ts'
import {
  INTERVAL_SECONDS,
  LIFE_SECONDS,
  openDeviceSignIn,
  type PollRefusal,
  pollSignIn,
} from './device-sign-ins.ts'

const MINUTE_MS = 60_000
const MOST_FORM_BYTES = 4096
const AUTHORIZATION = '/sign-in/device/authorization'
const TOKEN = '/sign-in/device/token'
const GRANT = 'urn:ietf:params:oauth:grant-type:device_code'
/** Programs that people may let in, by what they are called before them: a name of its own choice could say anything. */
const CLIENTS: ReadonlySet<string> = new Set(['epacs'])
const LONGEST_HOST = 64

const tags = ['sign-in']

const OAuthError = Type.Object({ error: Type.String(), error_description: Type.Optional(Type.String()) })

const Metadata = Type.Object({
  issuer: Type.String({ description: 'The portal: there the session that a program gets is valid' }),
  device_authorization_endpoint: Type.String(),
  token_endpoint: Type.String(),
  grant_types_supported: Type.Array(Type.String()),
  response_types_supported: Type.Array(Type.String()),
  token_endpoint_auth_methods_supported: Type.Array(Type.String()),
})

const Codes = Type.Object({
  device_code: Type.String(),
  user_code: Type.String(),
  verification_uri: Type.String(),
  verification_uri_complete: Type.String(),
  expires_in: Type.Integer(),
  interval: Type.Integer(),
})

const Token = Type.Object({
  access_token: Type.String(),
  token_type: Type.String(),
  expires_in: Type.Integer(),
})

export function oauthRoutes(app: FastifyInstance, context: IdentityContext, entrance: Entrance): void {
  metadataRoute(app, context)
  if (entrance !== 'portal') return
  app.register(async (scope) => {
    takeForms(scope, MOST_FORM_BYTES)
    authorizationRoute(scope, context)
    tokenRoute(scope, context)
  })
}

/** At both entrances: people know the address of the one that their certificate was for. */
function metadataRoute(app: FastifyInstance, { config }: IdentityContext): void {
  const { publicUrl } = config.portal
  app.get(
    '/.well-known/oauth-authorization-server',
    { schema: { summary: 'How programs sign in (RFC 8414)', tags, response: { 200: Metadata } } },
    async () => ({
      issuer: publicUrl,
      device_authorization_endpoint: `${publicUrl}${AUTHORIZATION}`,
      token_endpoint: `${publicUrl}${TOKEN}`,
      grant_types_supported: [GRANT],
      response_types_supported: [],
      token_endpoint_auth_methods_supported: ['none'],
    }),
  )
}

function authorizationRoute(scope: FastifyInstance, { config, db, clock }: IdentityContext): void {
  const { publicUrl } = config.portal
  scope.post(
    AUTHORIZATION,
    {
      config: { rateLimit: { max: config.limits.signInPerMinute, timeWindow: MINUTE_MS } },
      schema: {
        summary:
          'A program asks for a code (RFC 8628 §3.1): form with client_id, and host, the name of its machine',
        tags,
        response: { 200: Codes, 400: OAuthError, 503: OAuthError },
      },
    },
    async (request, reply) => {
      reply.header('Cache-Control', 'no-store')
      const program = formField(request, 'client_id')
      if (!CLIENTS.has(program)) return refuse(reply, 'invalid_client', 'No such program is known here.')
      const host = hostIn(formField(request, 'host'))
      const opened = await openDeviceSignIn(db, { program, host, address: request.ip }, clock())
      if (opened === undefined) {
        reply.code(503)
        return { error: 'temporarily_unavailable', error_description: 'Too many sign-ins are under way.' }
      }
      return {
        device_code: opened.deviceCode,
        user_code: opened.userCode,
        verification_uri: `${publicUrl}/device`,
        // Behind `#`, so that it stands in no log.
        verification_uri_complete: `${publicUrl}/device#${opened.userCode}`,
        expires_in: LIFE_SECONDS,
        interval: INTERVAL_SECONDS,
      }
    },
  )
}

function tokenRoute(scope: FastifyInstance, context: IdentityContext): void {
  scope.post(
    TOKEN,
    {
      // Every five seconds each, and a hospital may stand behind one address.
      config: { rateLimit: { max: 10 * context.config.limits.signInPerMinute, timeWindow: MINUTE_MS } },
      schema: {
        summary:
          'The program asks whether the code was confirmed (RFC 8628 §3.4): form with grant_type and device_code',
        tags,
        response: { 200: Token, 400: OAuthError },
      },
    },
    async (request, reply) => {
      reply.header('Cache-Control', 'no-store')
      if (formField(request, 'grant_type') !== GRANT) {
        return refuse(reply, 'unsupported_grant_type', `The only one is ${GRANT}.`)
      }
      const answer = await context.db.transaction().execute(async (trx) => {
        const polled = await pollSignIn(trx, context, formField(request, 'device_code'))
        if (polled.kind === 'refused') return polled.error
        return (await openProgramSession(context, trx, request, polled.signIn)) ?? 'expired_token'
      })
      if (typeof answer === 'string') return refuse(reply, answer, SENTENCES[answer])
      const seconds = Math.floor((answer.expiresAt.getTime() - context.clock().getTime()) / 1000)
      return { access_token: answer.token, token_type: 'Bearer', expires_in: seconds }
    },
  )
}

const SENTENCES: Readonly<Record<PollRefusal, string>> = {
  authorization_pending: 'Nobody has confirmed the code yet.',
  slow_down: 'Ask five seconds less often.',
  access_denied: 'The person has refused.',
  expired_token: 'The time for confirming is over, or the code was used.',
}

function refuse(reply: FastifyReply, error: string, sentence: string) {
  reply.code(400)
  return { error, error_description: sentence }
}

/** What host names hold, and no sentence; it is shown to a person, and stands in the audit trail. */
function hostIn(told: string): string {
  return told.replace(/[^A-Za-z0-9._-]/g, '').slice(0, LONGEST_HOST)
}
