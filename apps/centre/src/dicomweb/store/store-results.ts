/** What the intake says of each part, as a sender is told it (PS3.18 §10.5.3). */
import { CANNOT_UNDERSTAND, type StoreResult } from '@epacs/dicomweb'
import type { ReceivedPart } from './receive-parts.ts'

export interface PartResult extends ReceivedPart {
  readonly isStored: boolean
  /** Of the intake; null: nothing to say. */
  readonly code: string | null
}

/** Failure reasons by what the intake says (PS3.18 table 10.5.3-1, PS3.4 table B.2-1). */
export const REASONS: Readonly<Record<string, number>> = {
  'mailbox-full': 0xa700,
  'centre-out-of-space': 0xa700,
  'centre-failure': 0x0110,
  'other-study': 0xa900,
  'conflicting-instance': 0x0111,
  'non-patient-object': 0x0122,
}

export function storeResult({ isStored, code, ...part }: PartResult): StoreResult {
  const failure = isStored ? undefined : (REASONS[code ?? ''] ?? CANNOT_UNDERSTAND)
  return { ...part, failure, isOdd: isStored && code !== null }
}
