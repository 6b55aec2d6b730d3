/** How every sign-in through JTP ends, whichever protocol confirmed the person. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { markBrowser, takeInvitation } from '../cookies.ts'
import type { IdentityContext } from '../entrance.ts'
import { keepProven, PROVEN_SECONDS } from '../proven/proven-identities.ts'
import { enterByInvitation } from '../proven/routes.ts'
import { beginSession, letIn, refuse, sendTo } from '../sign-in.ts'
import { admit } from './admit.ts'
import type { JtpPerson } from './claims.ts'

/** The portal's page that asks for which institution. */
const CHOICE = '/sign-in?choose=institution'

export interface Arrival {
  readonly person: JtpPerson
  readonly returnTo: string | null
  /** With it JTP can be asked again while the session lasts. */
  readonly refreshToken?: string | undefined
}

export async function arrive(
  context: IdentityContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { person, returnTo, refreshToken }: Arrival,
): Promise<FastifyReply> {
  const { db, clock, config } = context
  const { jtp: configured } = config
  if (configured === null) throw new Error('a sign-in through JTP, which is not configured')
  const { issuer, subject, name, email, krzp, sid } = person
  const details = { issuer, subject, employers: person.employers }
  const jtp = { issuer, subject, sid, refreshToken }
  const identityOf = (ico: string | null) =>
    ({ method: 'jtp', issuer, subject, name, email, ico, krzp }) as const
  if (person.roles.includes(configured.role.normalize('NFC'))) {
    const entered = await enterByInvitation(context, request, identityOf(null), { jtp })
    if (entered !== undefined) {
      takeInvitation(reply)
      return letIn(context, reply, entered.token, { returnTo })
    }
  }
  const outcome = await db.transaction().execute(async (trx) => {
    const admission = await admit(trx, person, configured)
    if (!admission.ok) return admission
    const { personId, institutionId } = admission
    const entry = { personId, institutionId, method: 'jtp', jtp, details } as const
    return { ...admission, token: await beginSession(context, trx, request, entry) }
  })
  if (outcome.ok) {
    return letIn(context, reply, outcome.token, { returnTo })
  }
  const { problem, ico } = outcome
  if (problem === 'choose-institution' || problem === 'unknown-institution') {
    // The choice, or the request to join, goes on with what JTP has said.
    const mark = markBrowser(request, reply, PROVEN_SECONDS)
    await keepProven(db, mark, identityOf(ico), { returnTo, counts: 'now', sid }, clock())
  }
  if (problem === 'choose-institution') return sendTo(reply, `${config.portal.publicUrl}${CHOICE}`)
  return await refuse(context, request, reply, { method: 'jtp', problem, returnTo, details })
}
