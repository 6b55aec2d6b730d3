/**
 * Whether the clock can be believed. A clock that jumps ahead (a wrong time server, a digit that was mistyped) would end
 * everything whose time comes in between, and what is deleted does not come back with the clock. So each process compares,
 * each minute, the database's clock, which is the same for all of them, with time as it passes here, and its own clock with the
 * database's. That nobody looked for a night says nothing against a clock.
 */
import { uptime } from 'node:os'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'

export type Surroundings = Pick<Centre, 'db' | 'clock' | 'log'>

/** Two machines' clocks may be some seconds apart; a clock that is put right by so little deletes nothing early. */
const TOLERANCE_MS = 120_000
/**
 * Where the database is on the same machine, both clocks are wrong alike after a start with a wrong one. Nobody stops a
 * centre for so long each time, so a day of doubt keeps nothing waiting for ever.
 */
const LONG_ABSENCE_MS = 7 * 24 * 3_600_000

export interface ClockLook {
  /** By the database's clock. */
  readonly at: Date
  /** When the database's clock was last somewhere else than expected; null: never. */
  readonly doubtedAt: Date | null
  /** How far this process's clock is from the database's; below zero: behind; 0: within two minutes. */
  readonly aheadMs: number
}

interface Seen {
  readonly at: Date
  readonly doubtedAt: Date | null
  /** Of time as it passes, before and after the database was asked: it may have taken a while. */
  readonly passed: Interval
}
interface Interval {
  readonly fromMs: number
  readonly toMs: number
}

/** Where time is had from. */
export interface TimeSources {
  readonly databaseNow: RawBuilder<Date>
  /** Of time as it passes, whatever clocks are set to; of sleep, too. */
  readonly passedMs: () => number
}
const REAL: TimeSources = {
  databaseNow: sql<Date>`clock_timestamp()`,
  passedMs: () => uptime() * 1000,
}

/** One process's. */
export class ClockWatch {
  readonly #sources: TimeSources
  #last: Seen | undefined
  #wasApart = false
  #looking: Promise<unknown> = Promise.resolve()

  constructor(sources = REAL) {
    this.#sources = sources
  }

  /**
   * One after the other: of two at once the second could take the jump that the first has just noted for another process's,
   * with an answer from before it.
   */
  async look(surroundings: Surroundings): Promise<ClockLook> {
    const look = this.#looking.then(() => this.#look(surroundings))
    this.#looking = look.catch(() => undefined)
    return await look
  }

  async #look({ db, clock, log }: Surroundings): Promise<ClockLook> {
    const { databaseNow, passedMs } = this.#sources
    const [ownFromMs, fromMs] = [clock().getTime(), passedMs()]
    const { rows } = await sql<{ at: Date; seen_at: Date | null; doubted_at: Date | null }>`
      select ${databaseNow} as at, seen_at, doubted_at from (select) as one left join clock_watch on true
    `.execute(db)
    const [ownToMs, toMs] = [clock().getTime(), passedMs()]
    const row = rows[0]
    if (row === undefined) throw new Error('the database does not tell the time')
    const { at, seen_at: seenAt } = row
    const passed = { fromMs, toMs }
    const isJump = this.#isJump(at, passed, row.doubted_at)
    const isBack = seenAt !== null && at.getTime() < seenAt.getTime() - TOLERANCE_MS
    const isLongAway =
      this.#last === undefined && seenAt !== null && at.getTime() > seenAt.getTime() + LONG_ABSENCE_MS
    const isDoubt = isJump || isBack || isLongAway
    const doubtedAt = isDoubt ? at : row.doubted_at
    await noteLook(db, at, isDoubt)
    this.#last = { at, doubtedAt, passed }
    if (isDoubt) {
      log.warn(
        { at, seenAt },
        isLongAway
          ? 'the centre was away for more than a week: what is deleted because its time is over waits. If the clock is wrong, put it right now.'
          : "the database's clock has jumped: what is deleted because its time is over waits. If the clock is wrong, put it right now.",
      )
    }
    const aheadMs = outside(at.getTime(), { fromMs: ownFromMs, toMs: ownToMs })
    this.#tellApart(aheadMs, log)
    return { at, doubtedAt, aheadMs }
  }

  /** A jump that another process has noted since is that one, seen from here. */
  #isJump(at: Date, passed: Interval, doubtedAt: Date | null): boolean {
    const last = this.#last
    if (last === undefined || doubtedAt?.getTime() !== last.doubtedAt?.getTime()) return false
    const expected = {
      fromMs: last.at.getTime() + passed.fromMs - last.passed.toMs,
      toMs: last.at.getTime() + passed.toMs - last.passed.fromMs,
    }
    return outside(at.getTime(), expected) !== 0
  }

  #tellApart(aheadMs: number, log: Surroundings['log']): void {
    const isApart = aheadMs !== 0
    if (isApart && !this.#wasApart) {
      log.warn(
        { aheadSeconds: Math.round(aheadMs / 1000) },
        "this machine's clock is not the database's: this process deletes nothing because its time is over. Put the wrong one of the two right.",
      )
    } else if (!isApart && this.#wasApart) {
      log.info("this machine's clock is the database's again")
    }
    this.#wasApart = isApart
  }
}

/** How far the interval is past the moment, more than is tolerated; below zero: before it. */
function outside(momentMs: number, { fromMs, toMs }: Interval): number {
  if (fromMs > momentMs + TOLERANCE_MS) return fromMs - momentMs
  if (toMs < momentMs - TOLERANCE_MS) return toMs - momentMs
  return 0
}

async function noteLook(db: Kysely<Database>, at: Date, isDoubt: boolean): Promise<void> {
  await db
    .insertInto('clock_watch')
    .values({ seen_at: at, doubted_at: null })
    .onConflict((existing) =>
      existing.column('only_row').doUpdateSet({ seen_at: at, ...(isDoubt ? { doubted_at: at } : {}) }),
    )
    .execute()
}
