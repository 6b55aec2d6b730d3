/** What deletes by the clock waits while the clock is in doubt, and somebody hears of it when that goes on for days. */
import { type Kysely, sql } from 'kysely'
import { Gauge } from 'prom-client'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { type ClockLook, ClockWatch, type Surroundings } from './clock-watch.ts'

const HOUR_MS = 3_600_000
/** The longest wait is a day, and what runs once a day then has its turn a day later. */
const TOLD_AFTER_MS = 49 * HOUR_MS

const watches = new WeakMap<Kysely<Database>, ClockWatch>()

/** The same one for the same open database: what this process saw before is what a jump is seen by. */
export function watchOf(db: Kysely<Database>): ClockWatch {
  const watch = watches.get(db) ?? new ClockWatch()
  watches.set(db, watch)
  return watch
}

/**
 * Runs the work, unless the clock jumped less than `waitHours` ago or this process's clock is not the database's: then it is
 * left to a later time.
 *
 * @param job by which the log and `/metrics` say what is put off
 */
export async function whenClockIsSure(
  surroundings: Surroundings,
  job: string,
  waitHours: number,
  work: () => Promise<void>,
  watch = watchOf(surroundings.db),
): Promise<void> {
  const look = await watch.look(surroundings)
  const sureFromMs = (look.doubtedAt?.getTime() ?? Number.NEGATIVE_INFINITY) + waitHours * HOUR_MS
  if (look.aheadMs !== 0 || look.at.getTime() < sureFromMs)
    return await putOff(surroundings, job, waitHours, look)
  await work()
  await surroundings.db.deleteFrom('clock_put_off').where('job', '=', job).execute()
}

async function putOff(
  { db, log }: Surroundings,
  job: string,
  waitHours: number,
  { at, doubtedAt, aheadMs }: ClockLook,
): Promise<void> {
  // What was put off by a clock that was ahead is not put off since a time that is still to come.
  const { since } = await db
    .insertInto('clock_put_off')
    .values({ job, since: at })
    .onConflict((existing) =>
      existing.column('job').doUpdateSet({ since: sql`least(clock_put_off.since, excluded.since)` }),
    )
    .returning('since')
    .executeTakeFirstOrThrow()
  const facts = { job, since, doubtedAt, waitHours, aheadSeconds: Math.round(aheadMs / 1000) }
  if (at.getTime() - since.getTime() > TOLD_AFTER_MS) {
    log.warn(
      facts,
      'what deletes by the clock has been put off for days, for the clock is never sure: see to the clocks',
    )
  } else log.info(facts, 'nothing is deleted by a clock that is not sure')
}

/** Adds to `/metrics` since when each job is put off. */
export function showPutOff({ db, metrics }: Pick<Centre, 'db' | 'metrics'>): void {
  new Gauge({
    name: 'epacs_deletion_put_off_seconds',
    help: 'Since a job that deletes by the clock was first put off because the clock is in doubt; none: it runs',
    labelNames: ['job'],
    registers: [metrics],
    async collect() {
      const { rows } = await sql<{ job: string; seconds: number }>`
        select job, greatest(0, extract(epoch from clock_timestamp() - since))::float8 as seconds from clock_put_off
      `.execute(db)
      this.reset()
      for (const { job, seconds } of rows) this.set({ job }, seconds)
    },
  })
}
