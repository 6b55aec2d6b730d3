/** What follows from the revocation of all certificates of a path. */
import { type Refusal, refusal } from '../path/problems.ts'
import type { RevocationStatus } from './status.ts'

/** When revocation cannot be learnt: refuse, or let in all the same. One that is known to be revoked never is. */
export const REVOCATION_POLICIES = ['hard-fail', 'soft-fail'] as const
export type RevocationPolicy = (typeof REVOCATION_POLICIES)[number]

export function revocationRefusal(
  statuses: readonly RevocationStatus[],
  policy: RevocationPolicy,
): Refusal | undefined {
  if (statuses.some(({ status }) => status === 'revoked')) return refusal('revoked-certificate', 'revoked')
  if (policy === 'soft-fail') return undefined
  for (const each of statuses) {
    if (each.status === 'unlearnt')
      return refusal('revocation-unknown', each.faults.at(-1)?.fault ?? 'no-address')
  }
  return undefined
}
