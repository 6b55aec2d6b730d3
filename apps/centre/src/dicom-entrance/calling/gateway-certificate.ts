/** Whether a gateway's certificate is in order: by the same check as certificates of people who sign in. */
import type { Centre } from '../../centre.ts'
import { certificateGate } from '../../identity/index.ts'
import type { BoundFacts } from './gateways.ts'

export type GatewayCertificate =
  | { readonly ok: true; readonly facts: BoundFacts }
  | { readonly ok: false; readonly problem: string }

/** `shown`: DER, the gateway's own first, then what it sent along. */
export async function checkGatewayCertificate(
  centre: Centre,
  shown: readonly Uint8Array[],
): Promise<GatewayCertificate> {
  const [certificate, ...intermediates] = shown
  if (certificate === undefined) return { ok: false, problem: 'no-certificate' }
  const check = await certificateGate(centre).check({ certificate, intermediates })
  return check.ok ? { ok: true, facts: check.facts } : { ok: false, problem: check.problem }
}
