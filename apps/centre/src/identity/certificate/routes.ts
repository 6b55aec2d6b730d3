/**
 * Sign-in with the personal certificate, in three steps of one browser: the portal marks the browser and sends it to
 * the certificate entrance; that one recognises the person and sends it back with a one-time code; the portal turns
 * the code into a session.
 */
import type { FastifyInstance } from 'fastify'
import { institutionToActFor } from '../acting-institution.ts'
import { browserMark, markBrowser } from '../cookies.ts'
import type { Entrance, IdentityContext } from '../entrance.ts'
import { withReturn } from '../portal-pages.ts'
import { beginSession, letIn, refuse, sendTo } from '../sign-in.ts'
import { returnPath, type SignInQuery, signInPage } from '../sign-in-pages.ts'
import { isToken } from '../tokens.ts'
import { issueCode, takeCode } from './codes.ts'
import { presentedBy } from './presented.ts'
import { recognise } from './recognise.ts'
import { remember } from './remembered.ts'

const BEGIN = '/sign-in/certificate'
const CODE = '/sign-in/code'
const NO_CERTIFICATE = { ok: false, problem: 'no-certificate', reason: 'none' } as const
const SHA256_BASE64URL = /^[\w-]{43}$/

export function certificateRoutes(app: FastifyInstance, context: IdentityContext, entrance: Entrance): void {
  if (entrance === 'certificate') recogniseRoute(app, context)
  else {
    beginRoute(app, context)
    codeRoute(app, context)
  }
}

/** On the portal. */
function beginRoute(app: FastifyInstance, context: IdentityContext): void {
  const { portal, certificateEntrance } = context.config
  const options = signInPage(context, 'Begin a sign-in with the personal certificate')
  app.get<SignInQuery>(BEGIN, options, async (request, reply) => {
    const url = new URL(BEGIN, certificateEntrance.publicUrl)
    url.searchParams.set('browser', markBrowser(request, reply).toString('base64url'))
    return sendTo(reply, withReturn(url.href, returnPath(request, portal.publicUrl)))
  })
}

/** On the certificate entrance. */
function recogniseRoute(app: FastifyInstance, context: IdentityContext): void {
  const { db, clock } = context
  const { publicUrl } = context.config.portal
  const options = signInPage(context, 'Recognise the person by the certificate')
  app.get<SignInQuery>(BEGIN, options, async (request, reply) => {
    const returnTo = returnPath(request, publicUrl)
    const { browser } = request.query
    // Whoever comes here directly begins at the portal.
    if (typeof browser !== 'string' || !SHA256_BASE64URL.test(browser)) {
      return sendTo(reply, withReturn(`${publicUrl}${BEGIN}`, returnTo))
    }
    const presented = presentedBy(request, context)
    const recognition = presented === undefined ? NO_CERTIFICATE : await recognise(context, presented)
    if (!recognition.ok || presented === undefined) {
      const { problem, reason } = recognition.ok ? NO_CERTIFICATE : recognition
      // The next attempt makes a new connection, on which the browser may show another certificate.
      reply.header('Connection', 'close')
      const details = { certificate: presented?.fingerprintSha256, reason }
      return await refuse(context, request, reply, {
        method: 'certificate',
        problem,
        returnTo,
        details,
      })
    }
    await remember(db, presented, clock())
    const certificateSha256 = presented.fingerprintSha256
    const content = { personId: recognition.personId, returnTo, certificateSha256 }
    const code = await issueCode(db, content, Buffer.from(browser, 'base64url'), clock())
    return sendTo(reply, `${publicUrl}${CODE}/${code}`)
  })
}

/** On the portal. */
function codeRoute(app: FastifyInstance, context: IdentityContext): void {
  const options = signInPage(context, 'End a sign-in with the personal certificate')
  app.get<SignInQuery & { Params: { code: string } }>(`${CODE}/:code`, options, async (request, reply) => {
    const { code } = request.params
    const browser = browserMark(request)
    const entered =
      browser === undefined || !isToken(code)
        ? undefined
        : await context.db.transaction().execute(async (trx) => {
            const content = await takeCode(trx, code, browser, context.clock())
            if (content === undefined) return undefined
            const { personId, returnTo, certificateSha256 } = content
            const institution = await institutionToActFor(trx, personId)
            const person = {
              personId,
              institutionId: institution?.id ?? null,
              method: 'certificate',
              certificateSha256,
            } as const
            const token = await beginSession(context, trx, request, person)
            return { token, institutionId: person.institutionId, returnTo }
          })
    if (entered !== undefined) return letIn(context, reply, entered.token, entered)
    return await refuse(context, request, reply, {
      method: 'certificate',
      problem: 'code-expired',
      returnTo: null,
    })
  })
}
