/** Finds out who makes a request, before anything else of it is looked at. */
import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from '../http/index.ts'
import { institutionsOf } from './acting-institution.ts'
import type { Caller } from './caller.ts'
import { certificateCallers } from './certificate/callers.ts'
import { proxiesTo } from './certificate/presented.ts'
import type { Entrance, IdentityContext } from './entrance.ts'
import { holdRefusals } from './held-refusals.ts'
import { recheckWhenDue } from './jtp/oidc/recheck.ts'
import { checkNeeds } from './needs.ts'
import { presentedTokens } from './presented-token.ts'
import { limitRequests } from './request-limits.ts'
import { isAllowedPage, isFromForeignPage, refuseForeignChange, requireCsrfToken } from './request-origin.ts'
import { findSession, type PortalSession } from './session/sessions.ts'
import { tooManyAttempts } from './sign-in-pages.ts'

const MINUTE_MS = 60_000

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What comes proves by its own signature who sends it; the browser only carries it, cookies or not. */
    isSignedElsewhere?: boolean
    /** Pages ask it by themselves, with nobody before them: it does not keep a session open. */
    isNoUse?: boolean
  }
}

/**
 * Adds `request.caller` and everything that guards sign-in to one entrance's scope; called once per entrance before
 * the features' routes. Files and probes belong outside of that scope: they need no caller and no database.
 */
export async function identityHooks(
  app: FastifyInstance,
  context: IdentityContext,
  entrance: Entrance,
): Promise<void> {
  app.decorateRequest('caller', null)
  app.decorateRequest('session', null)
  app.decorateRequest('sessionToken', null)
  app.decorateRequest('certificateProblem', null)
  // Per process: limits against guessing and floods, not exact counts.
  await app.register(rateLimit, { global: false, errorResponseBuilder: tooManyAttempts })
  if (entrance === 'portal') await portalHooks(app, context)
  else certificateHooks(app, context)
  limitRequests(app, context)
  holdRefusals(app, context)
  checkNeeds(app)
}

async function portalHooks(app: FastifyInstance, context: IdentityContext): Promise<void> {
  await app.register(cookie)
  const proxies = proxiesTo(context)
  app.addHook('onRequest', async (request) => {
    proxies.guard(request)
    const use = request.routeOptions.config.isNoUse === true ? 'passes' : 'counts'
    for (const presented of presentedTokens(request)) {
      const session = await findSession(context, presented, use)
      if (session === undefined) continue
      request.session = session
      request.sessionToken = presented
      const isSentByItself = presented.by === 'cookie'
      if (isSentByItself && request.routeOptions.config.isSignedElsewhere !== true) {
        requireCsrfToken(request, session.csrfToken)
      }
      request.caller = await actingFor(context.db, session, request)
      recheckWhenDue(context, session, presented.token)
      return
    }
  })
}

function certificateHooks(app: FastifyInstance, context: IdentityContext): void {
  const { publicUrl } = context.config.certificateEntrance
  const { audit, db, clock } = context
  const callers = certificateCallers(context)
  const proxies = proxiesTo(context)
  const recorded = new WeakSet<object>()
  // A proxy's connections are everybody's.
  const isRecorded = (request: FastifyRequest) =>
    !proxies.isFromProxy(request) && recorded.has(request.socket)
  const mayRecord = app.createRateLimit({ max: context.config.limits.signInPerMinute, timeWindow: MINUTE_MS })

  app.addHook('onRequest', async (request) => {
    proxies.guard(request)
    const isForeign = isFromForeignPage(request, publicUrl)
    if (isForeign && !isAllowedPage(request, context.config.dicomweb.allowedOrigins)) {
      refuseForeignChange(request)
      // The browser sent the certificate by itself: whose page asks has not signed in.
      return
    }
    const { caller, problem, reason, fingerprintSha256 } = await callers.of(request)
    request.caller = caller && (await actingFor(db, { caller, program: null }, request))
    request.certificateProblem = problem
    if (problem === null || isRecorded(request)) return
    // Once per connection, and as often as attempts to sign in are counted: the audit trail is not to be flooded.
    recorded.add(request.socket)
    const limit = await mayRecord(request)
    if (!limit.isAllowed && limit.isExceeded) return
    const details = {
      method: 'certificate',
      problem,
      reason,
      certificate: fingerprintSha256,
      address: request.ip,
    }
    await audit.record(db, { at: clock(), actor: null, action: 'session.refuse', details })
  })
}

/**
 * Who belongs to several institutions says with a call which one acts: programs, and pages whose work was begun for
 * one institution while another tab has chosen another.
 */
async function actingFor(
  db: IdentityContext['db'],
  { caller, program }: Pick<PortalSession, 'caller' | 'program'>,
  { headers }: FastifyRequest,
): Promise<Caller> {
  const chosen = headers['x-epacs-institution']
  if (chosen === undefined || chosen === caller.institution?.id) return caller
  const institution = (await institutionsOf(db, caller.personId)).find(({ id }) => id === chosen)
  if (institution === undefined) {
    throw new Problem(403, 'not-a-member', 'You do not belong to the institution in X-Epacs-Institution.')
  }
  return { ...caller, institution: program === null ? institution : { ...institution, role: 'specialist' } }
}
