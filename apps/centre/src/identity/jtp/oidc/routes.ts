/**
 * Sign-in through JTP by OpenID Connect: authorization code flow with PKCE, state and nonce (OpenID Connect Core 3.1,
 * RFC 7636).
 */
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import * as oidc from 'openid-client'
import type { OidcConfig } from '../../../config/index.ts'
import { browserMark, markBrowser } from '../../cookies.ts'
import type { IdentityContext } from '../../entrance.ts'
import { refuse, sendTo } from '../../sign-in.ts'
import { returnPath, type SignInQuery, signInPage } from '../../sign-in-pages.ts'
import { arrive } from '../arrive.ts'
import { type JtpPerson, personOf, wantingOf } from '../claims.ts'
import { BEGIN, CALLBACK } from '../paths.ts'
import { noteFailure } from './failure.ts'
import { logoutRoute } from './logout.ts'
import { jtpProvider } from './provider.ts'
import { keepUnderWay, takeUnderWay, type UnderWay } from './under-way.ts'

export function oidcRoutes(app: FastifyInstance, context: IdentityContext, config: OidcConfig): void {
  beginRoute(app, context, config)
  callbackRoute(app, context, config)
  logoutRoute(app, context, jtpProvider(config), config)
}

function beginRoute(app: FastifyInstance, context: IdentityContext, config: OidcConfig): void {
  const { db, clock } = context
  const { publicUrl } = context.config.portal
  app.get<SignInQuery>(BEGIN, signInPage(context, 'Begin a sign-in through JTP'), async (request, reply) => {
    const returnTo = returnPath(request, publicUrl)
    const configuration = await jtpProvider(config)
      .configuration()
      .catch((error: unknown) => {
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
      scope: config.scope,
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
      // Without it, offline access is not given (OpenID Connect Core, 11).
      ...(config.scope.split(' ').includes('offline_access') ? { prompt: 'consent' } : {}),
    })
    return sendTo(reply, url.href)
  })
}

function callbackRoute(app: FastifyInstance, context: IdentityContext, config: OidcConfig): void {
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
    const answer = await askForPerson(config, url, state, underWay, request.log).catch((error: unknown) => {
      noteFailure(request.log, error)
      return undefined
    })
    if (answer === undefined) {
      return await refuse(context, request, reply, { method: 'jtp', problem: 'jtp-failed', returnTo })
    }
    return await arrive(context, request, reply, { ...answer, returnTo })
  })
}

interface Answer {
  readonly person: JtpPerson
  readonly refreshToken: string | undefined
}

/** Throws when JTP does not confirm what the browser brought. */
async function askForPerson(
  config: OidcConfig,
  url: URL,
  state: string,
  { nonce, codeVerifier }: UnderWay,
  log: FastifyBaseLogger,
): Promise<Answer> {
  const configuration = await jtpProvider(config).configuration()
  const tokens = await oidc.authorizationCodeGrant(configuration, url, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: codeVerifier,
    idTokenExpected: true,
  })
  const idToken = tokens.claims()
  if (idToken === undefined) throw new Error('JTP sent no ID token')
  const wanting = wantingOf(idToken, config.claims)
  const isEnough = wanting === 'nothing' || configuration.serverMetadata().userinfo_endpoint === undefined
  const userInfo = isEnough
    ? {}
    : await oidc.fetchUserInfo(configuration, tokens.access_token, idToken.sub).catch((error: unknown) => {
        if (wanting === 'needed') throw error
        noteFailure(log, error)
        return {}
      })
  const person = personOf({ ...userInfo, ...idToken }, config.claims, idToken.iss)
  if (person === undefined) throw new Error('JTP named nobody')
  return { person, refreshToken: tokens.refresh_token }
}
