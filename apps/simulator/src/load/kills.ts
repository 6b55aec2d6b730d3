/** Kills one process after another, waits a moment as systemd does, and starts it again. */
import { setTimeout as delay } from 'node:timers/promises'
import { numbersFrom } from '../../../centre/src/testing/random.ts'
import type { Away, Calls } from './calls.ts'
import type { CentreProcesses } from './processes.ts'
import { passed } from './sessions.ts'

const RESTARTED_AFTER_MS = 2000
/** The balancer has to see it, and those who hold streams come back. */
const SETTLED_AFTER_MS = 5000

export async function killNowAndThen(
  centre: CentreProcesses,
  calls: Calls,
  {
    everyMs,
    processes,
    seed,
    over,
  }: {
    readonly everyMs: number
    readonly processes: number
    readonly seed: number
    readonly over: AbortSignal
  },
): Promise<void> {
  if (everyMs === 0) return
  const random = numbersFrom(seed)
  while (await passed(everyMs, over)) {
    const at = Math.floor(random() * processes)
    const away: Away = { fromMs: Date.now(), toMs: undefined }
    calls.aways.push(away)
    await centre.killProcess(at)
    // Also when it is over: somebody may still wait for what only this process has.
    await delay(RESTARTED_AFTER_MS)
    await centre.startProcess(at)
    await delay(SETTLED_AFTER_MS)
    away.toMs = Date.now()
  }
}
