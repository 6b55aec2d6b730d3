/** Through broken connections, for a while. */
import { setTimeout as delay } from 'node:timers/promises'
import { CentreProblem } from '../centre/connection.ts'
import { lastingReason } from '../centre/lasting.ts'
import { NodeError } from '../node-error.ts'

/** Broken connections in a row, with growing pauses between them: about five minutes. */
const MOST_FAILURES = 10
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 60_000

/**
 * @param onBroken once, when it is about to be tried again: why
 * @throws NodeError; its cause is the `CentreProblem` when the centre refused
 */
export async function persistently<T>(
  step: () => Promise<T>,
  onBroken: (sentence: string) => void = () => undefined,
): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await step()
    } catch (error) {
      if (error instanceof NodeError) throw error
      const lasting = lastingReason(error)
      if (lasting !== undefined)
        throw new NodeError(`The centre was not reached: ${lasting}`, { cause: error })
      const isFinal = error instanceof CentreProblem && !(error.status >= 500 || error.status === 429)
      if (isFinal || failures >= MOST_FAILURES) {
        const reason = error instanceof Error ? error.message : String(error)
        throw new NodeError(isFinal ? reason : `The centre was not reached: ${reason}`, { cause: error })
      }
      if (failures === 1) {
        const reason = error instanceof Error ? error.message : String(error)
        onBroken(`The centre is not reached (${reason}): it is tried again for some minutes.`)
      }
      await delay(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures))
    }
  }
}

/** Whether the centre refused with this word. */
export function isRefusedAs(error: unknown, code: string): boolean {
  return error instanceof NodeError && error.cause instanceof CentreProblem && error.cause.code === code
}
