/** A client that does not give up: the centre is away for a moment, and then the same is asked once more. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Answer } from '../api-client.ts'

/** Longer than several starts, one after the other, on a busy machine: only what never comes back takes so long. */
const BACK_WITHIN_MS = 900_000

/** What says of itself that it is to be asked again. */
export const UNAVAILABLE: ReadonlySet<number> = new Set([503])
/** While a disk fails: something went wrong, or there is no space. */
export const FAILING: ReadonlySet<number> = new Set([500, 503, 507])

export interface Patience {
  /** Statuses after which the same is asked once more. */
  readonly again?: ReadonlySet<number>
  /** Aborted: it will not come back. */
  readonly signal?: AbortSignal
}

/** @throws the last error when the centre does not come back, or the signal's reason */
export async function steadily(
  ask: () => Promise<Answer>,
  { again = UNAVAILABLE, signal }: Patience = {},
): Promise<Answer> {
  const deadlineMs = performance.now() + BACK_WITHIN_MS
  for (;;) {
    signal?.throwIfAborted()
    try {
      const answer = await ask()
      if (!again.has(answer.status)) return answer
      if (performance.now() > deadlineMs) throw new Error('the centre stays unavailable')
    } catch (error) {
      if (!isOfTheConnection(error) || performance.now() > deadlineMs) throw error
    }
    await delay(50)
  }
}

export function isOfTheConnection(error: unknown): boolean {
  return error instanceof Error && 'code' in error && CODES.has(String(error.code))
}

const CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
])
