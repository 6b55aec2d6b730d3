/** Waiting for what happens in the background. */
import { setTimeout as delay } from 'node:timers/promises'

/** No test says how fast something is: only what never happens takes as long as this on a busy machine. */
const NEVER_AFTER_MS = 90_000

/**
 * Asks until the condition holds.
 *
 * @param neverAfterMs of what takes longer by itself
 * @throws when it still does not after a minute and a half, with `what` did not happen
 */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  neverAfterMs = NEVER_AFTER_MS,
): Promise<void> {
  const deadlineMs = performance.now() + neverAfterMs
  while (!(await condition())) {
    if (performance.now() > deadlineMs) throw new Error(`it did not happen: ${what}`)
    await delay(25)
  }
}
