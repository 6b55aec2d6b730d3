/**
 * How somebody whom nobody knows yet shows the personal certificate: as at a sign-in, the portal marks the browser,
 * the certificate entrance looks at the certificate, a one-time code leads back. What was proven fills in a request
 * to join, or is bound by an invitation.
 */
import { certificateFacts } from '@epacs/pki'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { presentedBy } from '../certificate/presented.ts'
import { recognise } from '../certificate/recognise.ts'
import { remember } from '../certificate/remembered.ts'
import { browserMark, invitationToken, markBrowser, takeInvitation } from '../cookies.ts'
import type { Entrance, IdentityContext } from '../entrance.ts'
import { withReturn } from '../portal-pages.ts'
import type { NewSession } from '../session/sessions.ts'
import { beginSession, letIn, refuse, sendTo } from '../sign-in.ts'
import { returnPath, type SignInQuery, signInPage } from '../sign-in-pages.ts'
import { isToken } from '../tokens.ts'
import { acceptInvitation, findInvitation } from './invitations.ts'
import { keepProven, openProven, PROVEN_SECONDS, personWith } from './proven-identities.ts'

const BEGIN = '/sign-in/identity'
const NO_CERTIFICATE = { problem: 'no-certificate', reason: 'none' } as const
const SHA256_BASE64URL = /^[\w-]{43}$/
const FORM = '/registration/new'

export function provenRoutes(app: FastifyInstance, context: IdentityContext, entrance: Entrance): void {
  if (entrance === 'certificate') proveRoute(app, context)
  else {
    beginRoute(app, context)
    codeRoute(app, context)
  }
}

/** On the portal. */
function beginRoute(app: FastifyInstance, context: IdentityContext): void {
  const { portal, certificateEntrance } = context.config
  const options = signInPage(
    context,
    'Begin to show the personal certificate, for a request or an invitation',
  )
  app.get<SignInQuery>(BEGIN, options, async (request, reply) => {
    const url = new URL(BEGIN, certificateEntrance.publicUrl)
    url.searchParams.set('browser', markBrowser(request, reply, PROVEN_SECONDS).toString('base64url'))
    return sendTo(reply, withReturn(url.href, returnPath(request, portal.publicUrl)))
  })
}

/** On the certificate entrance. */
function proveRoute(app: FastifyInstance, context: IdentityContext): void {
  const { db, clock, config } = context
  const { publicUrl } = config.portal
  const options = signInPage(context, 'Look at the personal certificate of somebody unknown')
  app.get<SignInQuery>(BEGIN, options, async (request, reply) => {
    const returnTo = returnPath(request, publicUrl)
    const { browser } = request.query
    if (typeof browser !== 'string' || !SHA256_BASE64URL.test(browser)) {
      return sendTo(reply, withReturn(`${publicUrl}${BEGIN}`, returnTo))
    }
    const presented = presentedBy(request, context)
    const recognition = presented && (await recognise(context, presented))
    const isGood = recognition?.ok === true || recognition?.problem === 'unknown-certificate'
    if (presented === undefined || recognition === undefined || !isGood) {
      // The next attempt makes a new connection, on which the browser may show another certificate.
      reply.header('Connection', 'close')
      const { problem, reason } = recognition === undefined || recognition.ok ? NO_CERTIFICATE : recognition
      const details = { certificate: presented?.fingerprintSha256, reason }
      return await refuse(context, request, reply, { method: 'certificate', problem, returnTo, details })
    }
    const facts = certificateFacts(presented.certificate)
    const identity = {
      method: 'certificate',
      issuer: facts.issuer,
      subject: facts.subjectKeySha256.toString('hex'),
      name: facts.commonName ?? null,
      email: facts.emails[0] ?? null,
      ico: null,
      krzp: null,
    } as const
    await remember(db, presented, clock())
    const certificateSha256 = presented.fingerprintSha256
    const way = { returnTo, counts: 'with-code', certificateSha256 } as const
    const code = await keepProven(db, Buffer.from(browser, 'base64url'), identity, way, clock())
    return sendTo(reply, `${publicUrl}${BEGIN}/${code}`)
  })
}

/** On the portal. */
function codeRoute(app: FastifyInstance, context: IdentityContext): void {
  const { db, clock, config } = context
  const options = signInPage(
    context,
    'The personal certificate was shown: to the form, or in by an invitation',
  )
  app.get<SignInQuery & { Params: { code: string } }>(`${BEGIN}/:code`, options, async (request, reply) => {
    const { code } = request.params
    const browser = browserMark(request)
    const opened =
      browser === undefined || !isToken(code) ? undefined : await openProven(db, code, browser, clock())
    if (opened === undefined) {
      return await refuse(context, request, reply, {
        method: 'certificate',
        problem: 'code-expired',
        returnTo: null,
      })
    }
    const { identity, returnTo, certificateSha256 } = opened
    const restsOn = certificateSha256 === null ? {} : { certificateSha256 }
    const entered = await enterByInvitation(context, request, identity, restsOn)
    if (entered === undefined) return sendTo(reply, `${config.portal.publicUrl}${returnTo ?? FORM}`)
    takeInvitation(reply)
    return letIn(context, reply, entered.token, { returnTo: null })
  })
}

interface Entered {
  readonly token: string
  readonly institutionId: string
}

/** Undefined: this browser holds no invitation that serves. */
export async function enterByInvitation(
  context: IdentityContext,
  request: FastifyRequest,
  identity: Parameters<typeof personWith>[1],
  restsOn: Pick<NewSession, 'jtp' | 'certificateSha256'>,
): Promise<Entered | undefined> {
  const invitation = await findInvitation(context.db, invitationToken(request), context.clock())
  if (invitation === undefined) return undefined
  return await context.db.transaction().execute(async (trx) => {
    const personId = await personWith(trx, identity, invitation)
    if (!(await acceptInvitation(trx, invitation, personId, context.clock()))) return undefined
    const institutionId = invitation.institution.id
    const token = await beginSession(context, trx, request, {
      personId,
      institutionId,
      method: identity.method,
      ...restsOn,
      details: { invitation: invitation.id },
    })
    return { token, institutionId }
  })
}
