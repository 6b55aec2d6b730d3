/** Waiting for what happens on the other side of a connection. */
import { setTimeout as delay } from 'node:timers/promises'

/** No test says how fast something is: only what never happens takes as long as this on a busy machine. */
const NEVER_AFTER_MS = 60_000

/** Asks until the condition holds; throws when it still does not after a minute, with `what` did not happen. */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + NEVER_AFTER_MS
  while (!(await condition())) {
    if (performance.now() > deadlineMs) throw new Error(`it did not happen: ${what}`)
    await delay(10)
  }
}
