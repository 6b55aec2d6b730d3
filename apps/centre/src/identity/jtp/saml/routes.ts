/**
 * Sign-in through JTP by SAML 2.0: Web Browser SSO begun by the centre (SAML 2.0 Profiles, 4.1), the request by
 * HTTP-Redirect, the answer by HTTP-POST.
 */
import { randomBytes } from 'node:crypto'
import { SamlStatusError } from '@node-saml/node-saml'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { SamlConfig } from '../../../config/index.ts'
import { browserMark, markBrowser } from '../../cookies.ts'
import type { IdentityContext } from '../../entrance.ts'
import { formField, takeForms } from '../../form-body.ts'
import { refuse, sendTo } from '../../sign-in.ts'
import { returnPath, type SignInQuery, signInPage } from '../../sign-in-pages.ts'
import { isToken } from '../../tokens.ts'
import { arrive } from '../arrive.ts'
import { ASSERTION_CONSUMER, BEGIN, CALLBACK, METADATA } from '../paths.ts'
import { personIn } from './assertion.ts'
import { logoutRoutes } from './logout.ts'
import { ServiceProvider } from './service-provider.ts'
import { checkSignatures, messageOf, UnacceptedSignature } from './signatures.ts'
import { keepAnswer, keepRequest, openRequest, takeAnswer } from './under-way.ts'

/** Encrypted, with two certificates and some hundred roles. */
const MOST_BYTES = 512 * 1024

export function samlRoutes(app: FastifyInstance, context: IdentityContext, config: SamlConfig): void {
  const provider = new ServiceProvider(config, context.config.portal.publicUrl)
  metadataRoute(app, context, provider)
  beginRoute(app, context, provider)
  answerRoute(app, context, provider, config)
  callbackRoute(app, context)
  logoutRoutes(app, context, provider)
}

function metadataRoute(app: FastifyInstance, context: IdentityContext, provider: ServiceProvider): void {
  const options = signInPage(context, 'Metadata of the centre as a SAML service provider')
  app.get(METADATA, options, async (_request, reply) =>
    reply.type('application/samlmetadata+xml').send(await provider.metadata()),
  )
}

function beginRoute(app: FastifyInstance, context: IdentityContext, provider: ServiceProvider): void {
  const { db, clock, config } = context
  app.get<SignInQuery>(BEGIN, signInPage(context, 'Begin a sign-in through JTP'), async (request, reply) => {
    const returnTo = returnPath(request, config.portal.publicUrl)
    // An XML id begins with no digit.
    const requestId = `_${randomBytes(20).toString('hex')}`
    const url = await provider
      .saml({ requestId })
      .then((saml) => saml.getAuthorizeUrlAsync('', undefined, {}))
      .catch((error: unknown) => {
        noteFailure(request, error)
        return undefined
      })
    if (url === undefined) {
      return await refuse(context, request, reply, { method: 'jtp', problem: 'jtp-failed', returnTo })
    }
    const browserSha256 = markBrowser(request, reply)
    await keepRequest(db, { requestId, browserSha256, returnTo }, clock())
    return sendTo(reply, url)
  })
}

/** Here the identity provider's page sends what it says, without the browser's cookies. */
function answerRoute(
  app: FastifyInstance,
  context: IdentityContext,
  provider: ServiceProvider,
  config: SamlConfig,
): void {
  const { db, clock } = context
  app.register(async (scope) => {
    takeForms(scope, MOST_BYTES)
    const options = signInPage(context, 'Take the answer of a SAML identity provider')
    const routeConfig = { ...options.config, isSignedElsewhere: true }
    scope.post(ASSERTION_CONSUMER, { ...options, config: routeConfig }, async (request, reply) => {
      const answer = formField(request, 'SAMLResponse')
      const requestId = requestIdOf(answer)
      const underWay = requestId === undefined ? undefined : await openRequest(db, requestId, clock())
      if (requestId === undefined || underWay === undefined) {
        const refusal = { method: 'jtp', problem: 'code-expired', returnTo: null } as const
        return await refuse(context, request, reply, refusal)
      }
      const person = await confirmed(requestId, answer).catch((error: unknown) => {
        noteFailure(request, error)
        return error instanceof UnacceptedSignature ? 'unaccepted-signature' : 'jtp-failed'
      })
      if (typeof person === 'string') {
        const { returnTo } = underWay
        return await refuse(context, request, reply, { method: 'jtp', problem: person, returnTo })
      }
      const code = await keepAnswer(db, requestId, person)
      if (code === undefined) {
        const refusal = { method: 'jtp', problem: 'code-expired', returnTo: null } as const
        return await refuse(context, request, reply, refusal)
      }
      return sendTo(reply, `${context.config.portal.publicUrl}${CALLBACK}?code=${code}`)
    })
  })

  /** Throws when the answer does not hold, and UnacceptedSignature. */
  async function confirmed(requestId: string, answer: string) {
    await checkSignatures(messageOf(answer), await provider.decryptionKey())
    const findRequest = async (id: string) =>
      id === requestId ? (await openRequest(db, id, clock()))?.begunAt : undefined
    const saml = await provider.saml({ findRequest })
    const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: answer })
    if (profile === null) throw new Error('the answer names nobody')
    const issuer = (await provider.identityProvider()).entityId
    return personIn(profile, config, { requestId, assertionConsumer: provider.assertionConsumer, issuer })
  }
}

function callbackRoute(app: FastifyInstance, context: IdentityContext): void {
  const { db, clock } = context
  app.get<SignInQuery>(CALLBACK, signInPage(context, 'End a sign-in through JTP'), async (request, reply) => {
    const { code } = request.query
    const browser = browserMark(request)
    const answer =
      browser === undefined || typeof code !== 'string' || !isToken(code)
        ? undefined
        : await takeAnswer(db, code, browser, clock())
    if (answer === undefined) {
      return await refuse(context, request, reply, { method: 'jtp', problem: 'code-expired', returnTo: null })
    }
    return await arrive(context, request, reply, answer)
  })
}

/** The first element's attributes lie within; nobody has proven anything yet, so no more is looked at. */
const BEGINNING_CHARACTERS = 4096

/** Which request it claims to answer: only to know it by, all else is proven afterwards. */
function requestIdOf(answer: string): string | undefined {
  const beginning = messageOf(answer).slice(0, BEGINNING_CHARACTERS)
  return /<(?:\w{1,40}:)?Response\s[^<>]*?\bInResponseTo\s*=\s*["']([\w.-]{1,200})["']/.exec(beginning)?.[1]
}

/** Errors quote the answer: their words alone are logged, and of node-saml's not all. */
function noteFailure({ log }: FastifyRequest, error: unknown): void {
  if (error instanceof SamlStatusError) log.info('JTP ended a sign-in')
  const { name, message } = error instanceof Error ? error : { name: typeof error, message: '' }
  log.warn({ problem: { name, message: message.slice(0, 200) } }, 'a sign-in through JTP failed')
}
