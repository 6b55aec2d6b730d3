/** Nothing is deleted early because a clock jumped. */
import type { Kysely } from 'kysely'
import type { Database } from '../database/index.ts'
import type { Feature } from '../features.ts'
import { showPutOff, watchOf } from './when-sure.ts'

export { whenClockIsSure } from './when-sure.ts'

const LOOK_EVERY_MS = 60_000

const timers = new WeakMap<Kysely<Database>, NodeJS.Timeout>()

export const clockWatch: Feature = {
  name: 'clock-watch',
  // Of the version before, which added it each minute: what is left of it in the queue is done with, and not late for ever.
  jobs: () => ({ 'watch-clock': async () => {} }),
  async start(centre) {
    showPutOff(centre)
    const watch = watchOf(centre.db)
    await watch.look(centre)
    // In each process, not as a job of one of them: each measures by time as it passed for itself.
    const timer = setInterval(() => {
      watch.look(centre).catch((error) => centre.log.warn({ err: error }, 'the clock could not be looked at'))
    }, LOOK_EVERY_MS)
    timer.unref()
    timers.set(centre.db, timer)
  },
  async stop({ db }) {
    clearInterval(timers.get(db))
  },
}
