/** From a personal certificate to the person: checked against the accepted authorities, found by issuer and key. */
import type { IdentityContext } from '../entrance.ts'
import type { PersonalCertificateProblem } from '../problems.ts'
import { personBoundTo } from './bindings.ts'
import { certificateGate } from './gate.ts'
import type { Presented } from './presented.ts'
import { requestRenewal } from './renewals.ts'

export type Recognition =
  | { readonly ok: true; readonly personId: string }
  | {
      readonly ok: false
      readonly problem: PersonalCertificateProblem
      /** More exactly, for the audit trail. */
      readonly reason: string
    }

export async function recognise(context: IdentityContext, presented: Presented): Promise<Recognition> {
  const check = await certificateGate(context).check(presented)
  if (!check.ok) return { ok: false, problem: check.problem, reason: check.reason }
  const { facts, authorityId } = check
  const personId = await personBoundTo(context.db, facts, authorityId)
  if (personId !== undefined) return { ok: true, personId }
  const isWaiting = await requestRenewal(context, facts, authorityId)
  return isWaiting
    ? { ok: false, problem: 'renewal-waiting', reason: 'renewal-waiting' }
    : { ok: false, problem: 'unknown-certificate', reason: 'not-bound' }
}
