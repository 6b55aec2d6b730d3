/** How every sign-in ends, whichever way it came: let in with a new session, or refused with a reason. */
import type { SignInMethod } from '@epacs/exchange'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Transaction } from 'kysely'
import type { Database } from '../database/index.ts'
import { giveSession, sessionToken } from './cookies.ts'
import type { IdentityContext } from './entrance.ts'
import { landingPage, problemPage } from './portal-pages.ts'
import type { SignInProblem } from './problems.ts'
import { closeSession, type NewSession, openSession } from './session/sessions.ts'

export interface Entry extends NewSession {
  /** For the audit trail. */
  readonly details?: Readonly<Record<string, unknown>>
}

/** In the caller's transaction, as its end. Returns the session's token, to be given once it is committed. */
export async function beginSession(
  context: IdentityContext,
  trx: Transaction<Database>,
  request: FastifyRequest,
  { details, ...person }: Entry,
): Promise<string> {
  const former = sessionToken(request)
  if (former !== undefined) await closeSession(trx, { token: former, by: 'cookie' })
  const token = await openSession(trx, context, {
    ...person,
    address: request.ip,
    agent: request.headers['user-agent'],
  })
  const { personId, institutionId, method, certificateSha256: certificate } = person
  await context.audit.record(trx, {
    at: context.clock(),
    actor: { personId, institution: institutionId === null ? null : { id: institutionId } },
    action: 'session.begin',
    details: {
      method,
      address: request.ip,
      ...(certificate === undefined ? {} : { certificate }),
      ...details,
    },
  })
  return token
}

export function letIn(
  { config }: IdentityContext,
  reply: FastifyReply,
  token: string,
  { returnTo }: { readonly returnTo: string | null },
): FastifyReply {
  giveSession(reply, token)
  return sendTo(reply, landingPage(config.portal.publicUrl, returnTo))
}

export interface Refusal {
  readonly method: SignInMethod
  readonly problem: SignInProblem
  readonly returnTo: string | null
  /** For the audit trail. */
  readonly details?: Readonly<Record<string, unknown>>
}

export async function refuse(
  { config, audit, db, clock }: IdentityContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { method, problem, returnTo, details }: Refusal,
): Promise<FastifyReply> {
  await audit.record(db, {
    at: clock(),
    actor: null,
    action: 'session.refuse',
    details: { method, problem, address: request.ip, ...details },
  })
  return sendTo(reply, problemPage(config.portal.publicUrl, problem, returnTo))
}

/** Addresses of a sign-in are good once and for one browser: nobody keeps them. */
export function sendTo(reply: FastifyReply, address: string): FastifyReply {
  return reply.header('Cache-Control', 'no-store').redirect(address, 303)
}
