/** Senders, each with a line of its own, one study after the other; everything stands in the ledger before it leaves. */
import type { ApiClient } from '../../../centre/src/testing/api-client.ts'
import { numbersFrom } from '../../../centre/src/testing/random.ts'
import { beginSending, studyOfSending } from '../day/images.ts'
import { sendByApi } from '../day/send-by-api.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Institution } from '../plan/institutions.ts'
import { studyOf } from '../plan/modalities.ts'
import type { PlannedSending } from '../plan/plan-day.ts'

const TWO_RECIPIENTS = 0.15
const URGENT = 0.03
const CHUNK_BYTES = 1024 * 1024

export interface SenderPlan {
  /** From 0. */
  readonly number: number
  readonly institutions: readonly Institution[]
  readonly clerk: ApiClient
  readonly ledger: Ledger
  readonly scale: number
  readonly seed: number
  /** Number of the next sending of all, from 1. */
  readonly next: () => number
  readonly over: AbortSignal
}

/** @throws when something is answered that nobody expects */
export async function sendOneAfterTheOther(plan: SenderPlan): Promise<void> {
  const { institutions, clerk, ledger, over, next } = plan
  const random = numbersFrom(plan.seed * 1000 + plan.number)
  const from = plan.number % institutions.length
  while (!over.aborted) {
    const to = recipientsOf(from, institutions.length, random)
    const isUrgent = random() < URGENT
    const planned: PlannedSending = {
      ...studyOf(random, false, plan.scale),
      ...{ number: next(), atMinute: 0, from, to, by: 'api' as const, isUrgent },
    }
    const study = studyOfSending(planned)
    const sent = beginSending(planned, study)
    ledger.send(sent)
    const recipients = to.map((at) => institutions[at]?.id ?? '')
    const key = `load-${plan.seed}-${planned.number}`
    await sendByApi(clerk, study, { recipients, isUrgent, key, chunkBytes: CHUNK_BYTES })
    ledger.accept(sent, Date.now())
  }
}

function recipientsOf(from: number, institutions: number, random: () => number): readonly number[] {
  const wanted = random() < TWO_RECIPIENTS && institutions > 2 ? 2 : 1
  const chosen = new Set<number>()
  while (chosen.size < wanted) {
    const at = Math.floor(random() * institutions)
    if (at !== from) chosen.add(at)
  }
  return [...chosen]
}
