/**
 * What a clock that jumped ahead and came back leaves of the queue: schedules that are noted to have come around in a time that
 * is still to come, which graphile-worker does not run before it, and jobs that wait for that time. And schedules under which the
 * clock jumps.
 */
import type { WorkerEvents } from 'graphile-worker'
import type pg from 'pg'
import type { Logger } from 'pino'

const LOOK_EVERY_MS = 10_000
/** Two machines' clocks may be some seconds apart, and a clock that is put right by so little hinders nobody. */
const BEHIND_MS = 60_000

/**
 * No job is meant to wait longer: pauses after failures grow to six hours (graphile-worker), those of webhooks to ten
 * (webhooks/run-calls.ts).
 */
const LONGEST_WAIT_HOURS = 12

/**
 * All schedules and jobs are of the present again. By the database's clock, whichever was ahead: this process's may be
 * behind, and what others have just run must not run once more.
 */
export async function forgetTheFuture(pool: pg.Pool, log: Logger): Promise<void> {
  const { rowCount: schedules } = await pool.query(
    `update graphile_worker._private_known_crontabs set last_execution = now()
     where last_execution > now() + make_interval(secs => $1)`,
    [BEHIND_MS / 1000],
  )
  // What a schedule adds is for the minute that it is by the clock of the process that adds it.
  const { rowCount: jobs } = await pool.query(
    `update graphile_worker._private_jobs
     set run_at = now(), created_at = least(created_at, now()), updated_at = now()
     where locked_at is null and (
       greatest(created_at, updated_at) > now() + make_interval(secs => $1)
       or run_at > now() + make_interval(hours => $2)
       or attempts = 0 and payload -> '_cron' is not null and run_at > now() + make_interval(secs => $1))`,
    [BEHIND_MS / 1000, LONGEST_WAIT_HOURS],
  )
  if ((schedules ?? 0) + (jobs ?? 0) > 0)
    log.warn(
      { schedules, jobs },
      'a clock is ahead, or was, of this machine, another one or the database: what waited for that time does not',
    )
}

/** Calls when the clock goes back under a running process, whose timers wait for the time that it had. */
export function watchForJumpsBack(tell: () => void): { end(): void } {
  const ahead = () => Date.now() - performance.now()
  let before = ahead()
  const timer = setInterval(() => {
    const now = ahead()
    if (now < before - BEHIND_MS) tell()
    before = now
  }, LOOK_EVERY_MS)
  timer.unref()
  return { end: () => clearInterval(timer) }
}

/** A process that stood still for so long makes up for it. */
const LONGEST_CATCHING_UP_MS = 3_600_000

/**
 * Calls when a timer of schedules ends at quite another time than it was to wait for. Of a clock that went ahead
 * graphile-worker makes up for each minute: of a month it would be a hundred thousand jobs, all before those that are due now.
 * Of one that went back it waits for the time that the clock had, also where the clock is right again before anybody looks.
 */
export function watchSchedulesForJumps(events: WorkerEvents, tell: (aheadMs: number) => void): void {
  events.on('cron:overdueTimer', ({ currentTimestamp, expectedTimestamp }) => {
    const aheadMs = currentTimestamp - expectedTimestamp
    if (aheadMs > LONGEST_CATCHING_UP_MS) tell(aheadMs)
  })
  events.on('cron:prematureTimer', ({ currentTimestamp, expectedTimestamp }) => {
    const aheadMs = currentTimestamp - expectedTimestamp
    if (aheadMs < -BEHIND_MS) tell(aheadMs)
  })
}
