/** Whether a personal certificate opens the certificate entrance: a path to an accepted authority, none of it revoked. */
import type { CertificateFacts } from './certificate/facts.ts'
import type { AcceptedAuthority } from './path/authority.ts'
import { findPath, type PresentedCertificate } from './path/find-path.ts'
import type { Refusal } from './path/problems.ts'
import type { RevocationChecker } from './revocation/checker.ts'
import { type RevocationPolicy, revocationRefusal } from './revocation/policy.ts'
import type { Fault } from './revocation/status.ts'

export type CertificateCheck =
  | {
      readonly ok: true
      readonly facts: CertificateFacts
      readonly authorityId: string
      /** Why the revocation could not be learnt where that was let pass. */
      readonly unlearnt: readonly Fault[]
    }
  | (Refusal & { readonly unlearnt: readonly Fault[] })

export interface CheckSurroundings {
  readonly authorities: readonly AcceptedAuthority[]
  readonly revocation: RevocationChecker
  readonly policy: RevocationPolicy
  readonly at: Date
}

export async function checkPersonalCertificate(
  presented: PresentedCertificate,
  { authorities, revocation, policy, at }: CheckSurroundings,
): Promise<CertificateCheck> {
  const found = findPath(presented, authorities, at)
  if (!found.ok) return { ...found, unlearnt: [] }
  // Only now: the addresses of a certificate are an accepted authority's.
  const statuses = await revocation.statusesOf(found.path)
  const unlearnt = statuses.flatMap((each) => (each.status === 'unlearnt' ? each.faults : []))
  const refused = revocationRefusal(statuses, policy)
  if (refused !== undefined) return { ...refused, unlearnt }
  const [leaf] = found.path
  if (leaf === undefined) throw new Error('a path has a beginning')
  return { ok: true, facts: leaf.facts, authorityId: found.authorityId, unlearnt }
}
