/** Long loops of small steps give the event loop a turn now and then: others must not wait for them. */
import { setImmediate } from 'node:timers/promises'

const STEPS_A_TURN = 1000

/** Calls that end a turn of the event loop every thousandth time. */
export function turns(): () => Promise<void> | undefined {
  let steps = 0
  return () => {
    if (++steps % STEPS_A_TURN !== 0) return undefined
    return setImmediate()
  }
}
