/**
 * Whether the clock can be believed. A clock that jumps ahead (a wrong time server, a machine that was asleep, a digit that
 * was mistyped) would end everything whose time comes in between, and what is deleted does not come back with the clock.
 * So each minute the clock is compared with where it was; when it is somewhere else, or nobody has looked for an hour, what
 * deletes by the clock waits until it has gone on steadily for a while.
 */
import { sql } from 'kysely'
import type { Centre } from '../centre.ts'

type Surroundings = Pick<Centre, 'db' | 'clock' | 'log'>

/** @returns when it was last somewhere else than expected; null: never */
export async function watchClock({ db, clock, log }: Surroundings): Promise<Date | null> {
  const at = clock()
  // Two processes' clocks may be some seconds apart, and one of them may look up late.
  const { rows } = await sql<{ doubted_at: Date | null }>`
    insert into clock_watch (seen_at) values (${at})
    on conflict (only_row) do update set
      doubted_at = case
        when excluded.seen_at between clock_watch.seen_at - interval '2 minutes' and clock_watch.seen_at + interval '1 hour'
        then clock_watch.doubted_at else excluded.seen_at end,
      seen_at = excluded.seen_at
    returning doubted_at
  `.execute(db)
  const doubtedAt = rows[0]?.doubted_at ?? null
  if (doubtedAt?.getTime() === at.getTime()) {
    log.warn(
      { at },
      'the clock has jumped, or the centre was away for more than an hour: what is deleted because its time is over waits. If the clock is wrong, put it right now.',
    )
  }
  return doubtedAt
}

/** Runs the work unless the clock jumped less than `waitHours` ago: then it is left to a later time. */
export async function whenClockIsSure(
  surroundings: Surroundings,
  waitHours: number,
  work: () => Promise<void>,
): Promise<void> {
  const doubtedAt = await watchClock(surroundings)
  const sureFromMs = (doubtedAt?.getTime() ?? Number.NEGATIVE_INFINITY) + waitHours * 3_600_000
  if (surroundings.clock().getTime() < sureFromMs) {
    surroundings.log.info({ doubtedAt, waitHours }, 'nothing is deleted by a clock that has just jumped')
    return
  }
  await work()
}
