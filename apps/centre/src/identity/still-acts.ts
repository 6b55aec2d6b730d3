/** Whether an answer that lasts (a stream of events) may go on: asked again and again while it does. */
import type { FastifyRequest } from 'fastify'
import type { Member } from './caller.ts'
import { certificateCallers } from './certificate/callers.ts'
import type { IdentityContext } from './entrance.ts'
import { recheckWhenDue } from './jtp/oidc/recheck.ts'
import { digestOf, isNotIdle } from './session/sessions.ts'

/** False once the session, the certificate or the membership has ended. Asking is no use of the session: it does not prolong it. */
export async function stillActs(
  context: IdentityContext,
  request: FastifyRequest,
  member: Member,
): Promise<boolean> {
  const { config, db, clock } = context
  const membership = db
    .selectFrom('membership')
    .where('membership.person_id', '=', member.personId)
    .where('membership.institution_id', '=', member.institution.id)
    .select('membership.person_id')
  if (request.session === null) {
    const { caller } = await certificateCallers(context).of(request)
    if (member.method === 'node') return caller?.personId === member.personId
    return caller?.personId === member.personId && (await membership.executeTakeFirst()) !== undefined
  }
  const { sessionToken } = request
  if (sessionToken === null) return false
  const at = clock()
  const row = await membership
    .innerJoin('session', 'session.person_id', 'membership.person_id')
    .where('session.token_sha256', '=', digestOf(sessionToken))
    .where('session.expires_at', '>', at)
    .where(isNotIdle(config, at))
    .select(['session.id', 'session.jtp_recheck_at as recheckAt'])
    .executeTakeFirst()
  if (row === undefined) return false
  // A page may stand open, with patients on it, and ask nothing else.
  recheckWhenDue(context, row, sessionToken.token)
  return true
}
