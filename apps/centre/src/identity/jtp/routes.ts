/**
 * Sign-in through JTP: OpenID Connect, authorization code flow with PKCE, state and nonce (OpenID Connect Core 3.1,
 * RFC 7636). On the portal only.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import * as oidc from 'openid-client'
import type { Config } from '../../config/index.ts'
import { browserMark, markBrowser, takeInvitation } from '../cookies.ts'
import type { IdentityContext } from '../entrance.ts'
import { keepProven, PROVEN_SECONDS } from '../proven/proven-identities.ts'
import { enterByInvitation } from '../proven/routes.ts'
import { beginSession, letIn, refuse, sendTo } from '../sign-in.ts'
import { returnPath, type SignInQuery, signInPage } from '../sign-in-pages.ts'
import { admit } from './admit.ts'
import { areIncomplete, type JtpPerson, personOf } from './claims.ts'
import { logoutRoute } from './logout.ts'
import { JtpProvider } from './provider.ts'
import { keepUnderWay, takeUnderWay, type UnderWay } from './under-way.ts'

const BEGIN = '/sign-in/jtp'
const CALLBACK = '/sign-in/jtp/callback'
/** The portal's page that asks for which institution. */
const CHOICE = '/sign-in?choose=institution'
/** Standard scopes of name and e-mail; what else a provider says of a person, it says by its own settings. */
const SCOPE = 'openid profile email'

type JtpConfig = NonNullable<Config['jtp']>

export function jtpRoutes(app: FastifyInstance, context: IdentityContext): void {
  const { jtp } = context.config
  if (jtp === null) {
    notOfferedRoute(app, context)
    return
  }
  const provider = new JtpProvider(jtp)
  beginRoute(app, context, provider)
  callbackRoute(app, context, provider, jtp)
  logoutRoute(app, context, provider, jtp)
}

function notOfferedRoute(app: FastifyInstance, context: IdentityContext): void {
  app.get<SignInQuery>(BEGIN, signInPage(context, 'Begin a sign-in through JTP'), async (request, reply) => {
    const returnTo = returnPath(request, context.config.portal.publicUrl)
    return await refuse(context, request, reply, { method: 'jtp', problem: 'jtp-failed', returnTo })
  })
}

function beginRoute(app: FastifyInstance, context: IdentityContext, provider: JtpProvider): void {
  const { db, clock } = context
  const { publicUrl } = context.config.portal
  app.get<SignInQuery>(BEGIN, signInPage(context, 'Begin a sign-in through JTP'), async (request, reply) => {
    const returnTo = returnPath(request, publicUrl)
    const configuration = await provider.configuration().catch((error: unknown) => {
      request.log.warn({ err: error }, 'JTP cannot be reached')
      return undefined
    })
    if (configuration === undefined) {
      return await refuse(context, request, reply, { method: 'jtp', problem: 'jtp-failed', returnTo })
    }
    const [state, nonce, codeVerifier] = [
      oidc.randomState(),
      oidc.randomNonce(),
      oidc.randomPKCECodeVerifier(),
    ]
    await keepUnderWay(db, state, markBrowser(request, reply), { nonce, codeVerifier, returnTo }, clock())
    const url = oidc.buildAuthorizationUrl(configuration, {
      redirect_uri: `${publicUrl}${CALLBACK}`,
      scope: SCOPE,
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    })
    return sendTo(reply, url.href)
  })
}

function callbackRoute(
  app: FastifyInstance,
  context: IdentityContext,
  provider: JtpProvider,
  jtp: JtpConfig,
): void {
  const { db, clock } = context
  app.get<SignInQuery>(CALLBACK, signInPage(context, 'End a sign-in through JTP'), async (request, reply) => {
    const { state } = request.query
    const browser = browserMark(request)
    const underWay =
      typeof state !== 'string' || browser === undefined
        ? undefined
        : await takeUnderWay(db, state, browser, clock())
    if (typeof state !== 'string' || underWay === undefined) {
      return await refuse(context, request, reply, { method: 'jtp', problem: 'code-expired', returnTo: null })
    }
    const { returnTo } = underWay
    const url = new URL(request.url, context.config.portal.publicUrl)
    const person = await askForPerson(provider, jtp, url, state, underWay).catch((error: unknown) => {
      noteFailure(request, error)
      return undefined
    })
    if (person === undefined) {
      return await refuse(context, request, reply, { method: 'jtp', problem: 'jtp-failed', returnTo })
    }
    const { issuer, subject, name, email, ico, sid } = person
    const details = { issuer, subject, ico }
    const identity = { method: 'jtp', issuer, subject, name, email, ico } as const
    const jtpSession = { issuer, subject, sid }
    if (person.roles.includes(jtp.role.normalize('NFC'))) {
      const entered = await enterByInvitation(context, request, identity, { jtp: jtpSession })
      if (entered !== undefined) {
        takeInvitation(reply)
        return letIn(context, reply, entered.token, { returnTo })
      }
    }
    const outcome = await db.transaction().execute(async (trx) => {
      const admission = await admit(trx, person, jtp.role)
      if (!admission.ok) return admission
      const { personId, institutionId } = admission
      const entry = { personId, institutionId, method: 'jtp', jtp: jtpSession, details } as const
      return { ...admission, token: await beginSession(context, trx, request, entry) }
    })
    if (outcome.ok) return letIn(context, reply, outcome.token, { returnTo })
    const { problem } = outcome
    if (problem === 'choose-institution' || problem === 'unknown-institution') {
      // The choice, or the request to join, goes on with what JTP has said.
      const mark = markBrowser(request, reply, PROVEN_SECONDS)
      await keepProven(db, mark, identity, { returnTo, counts: 'now', sid }, clock())
    }
    if (problem === 'choose-institution') {
      return sendTo(reply, `${context.config.portal.publicUrl}${CHOICE}`)
    }
    return await refuse(context, request, reply, { method: 'jtp', problem, returnTo, details })
  })
}

/** Throws when JTP does not confirm what the browser brought. */
async function askForPerson(
  provider: JtpProvider,
  { claims: names }: JtpConfig,
  url: URL,
  state: string,
  { nonce, codeVerifier }: UnderWay,
): Promise<JtpPerson> {
  const configuration = await provider.configuration()
  const tokens = await oidc.authorizationCodeGrant(configuration, url, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: codeVerifier,
    idTokenExpected: true,
  })
  const idToken = tokens.claims()
  if (idToken === undefined) throw new Error('JTP sent no ID token')
  const isEnough =
    !areIncomplete(idToken, names) || configuration.serverMetadata().userinfo_endpoint === undefined
  const userInfo = isEnough ? {} : await oidc.fetchUserInfo(configuration, tokens.access_token, idToken.sub)
  const person = personOf({ ...userInfo, ...idToken }, names, idToken.iss)
  if (person === undefined) throw new Error('JTP named nobody')
  return person
}

/** Errors of openid-client carry answers of the provider, tokens among them: only their words are logged. */
function noteFailure({ log }: FastifyRequest, error: unknown): void {
  if (error instanceof oidc.AuthorizationResponseError) {
    log.info({ error: error.error }, 'JTP ended a sign-in')
    return
  }
  const { name, message } = error instanceof Error ? error : { name: typeof error, message: '' }
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : undefined
  log.warn({ problem: { name, message, code, cause } }, 'a sign-in through JTP failed')
}
