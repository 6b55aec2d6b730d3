/**
 * What a sender must have answered before anything travels. The look must be over, or given up by the sender; more
 * than one patient, and files that nobody looked at, are confirmed. An answer is for what was seen when it was given.
 */
import { keptPatients } from './kept.ts'
import type { Look, LookState } from './look.ts'

export type Question = { readonly kind: 'patients'; readonly patients: number } | { readonly kind: 'skipped' }

/** With what tells it from the question about other patients. */
export type KeyedQuestion = Question & { readonly key: string }

export interface SendingLook {
  readonly look: Look
  readonly state: LookState
  /** Keys of series. */
  readonly leftOut: ReadonlySet<string>
  readonly onLeaveOut: (keys: readonly string[], isLeftOut: boolean) => void
  readonly question: KeyedQuestion | undefined
  readonly isAnswered: boolean
  readonly onAnswer: (isYes: boolean) => void
}

/** Undefined: nothing is to be asked, or not yet. */
export function questionOf(
  { phase, found }: LookState,
  leftOut: ReadonlySet<string>,
): KeyedQuestion | undefined {
  if (phase === 'skipped') return { kind: 'skipped', key: 'skipped' }
  const kept = keptPatients(found?.patients ?? [], leftOut)
  if (phase === 'idle' || kept.length < 2) return undefined
  const ordinals = kept.map(({ ordinal }) => ordinal)
  return { kind: 'patients', patients: kept.length, key: `patients ${ordinals.join(' ')}` }
}
