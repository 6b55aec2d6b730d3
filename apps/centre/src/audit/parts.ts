/**
 * The trail's parts: partitions of `audit_event` by position, each of twenty million events, a month of a country
 * (docs/decisions/0018-parts-of-the-audit-trail.md). The last part has no end, so that no event is ever refused for want of
 * one; it is given its end, and the next one is made, before the trail comes to it.
 */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Database } from '../database/index.ts'

const EVENTS_IN_A_PART = 20_000_000
/** While this waits for those who read the trail, those who append wait behind it. */
const LONGEST_WAIT = sql.lit('200ms')
const LOCK_NOT_AVAILABLE = '55P03'
const DUPLICATE_OBJECT = '42710'
/** Of the constraint that tells of when a part's events are: the planner leaves parts out by it (constraint_exclusion). */
const TIMES = 'audit_event_times'

interface Part {
  readonly name: string
  /** Position; 0 for the first part. */
  readonly from: number
  /** The first position behind it; null: the last part. */
  readonly until: number | null
  /** Null: nobody has said yet of when its events are. */
  readonly areTimesValid: boolean | null
}

/** 'busy': somebody reads or writes the trail just now, for longer than others shall wait. */
export type Split = 'enough' | 'split' | 'busy'

/**
 * Sees to it that the last part begins `events` behind the trail's end at least, or behind position `end` where more is to
 * come than is there.
 */
export async function makeRoom(
  db: Kysely<Database>,
  { events = EVENTS_IN_A_PART, end = 0 }: { readonly events?: number; readonly end?: number } = {},
): Promise<Split> {
  if (await isRoomLeft(db, events, end)) return 'enough'
  return await unlessBusy(async () => {
    await db.transaction().execute(async (trx) => {
      await waitBriefly(trx)
      await sql`lock table audit_event in access exclusive mode`.execute(trx)
      while (!(await isRoomLeft(trx, events, end))) await endLastPart(trx, events)
    })
    return 'split'
  })
}

/** Parts that nothing is appended to any more say of when their events are. */
export async function noteTimes(db: Kysely<Database>): Promise<Split> {
  const end = await trailEnd(db)
  for (const { name, until, areTimesValid } of await partsOf(db)) {
    if (until === null || until > end || areTimesValid === true) continue
    const table = sql.table(name)
    if (areTimesValid === null) {
      const { rows } = await sql<{ first: string | null; last: string | null }>`
        select min(at)::text as first, max(at)::text as last from ${table}
      `.execute(db)
      const { first, last } = rows[0] ?? {}
      if (typeof first !== 'string' || typeof last !== 'string') continue
      const noted = await unlessBusy(async () => {
        await db.transaction().execute(async (trx) => {
          await waitBriefly(trx)
          await sql`
            alter table ${table} add constraint ${sql.id(TIMES)}
              check (at >= ${sql.lit(first)}::timestamptz and at <= ${sql.lit(last)}::timestamptz) not valid
          `.execute(trx)
        })
        return 'split'
      })
      if (noted === 'busy') return noted
    }
    // By itself: it reads the whole part, beside everybody else.
    await sql`alter table ${table} validate constraint ${sql.id(TIMES)}`.execute(db)
  }
  return 'enough'
}

async function isRoomLeft(db: Kysely<Database>, events: number, end: number): Promise<boolean> {
  const last = (await partsOf(db)).at(-1)
  if (last === undefined) throw new Error('The audit trail has no parts: are all migrations run?')
  return last.from - Math.max(await trailEnd(db), end) >= events
}

/** Nobody else may be at the trail: PostgreSQL looks whether the part's events are within its new bounds; mostly there are none. */
async function endLastPart(trx: Transaction<Database>, events: number): Promise<void> {
  const last = (await partsOf(trx)).at(-1)
  if (last === undefined) return
  const behind = Math.max(1, (await trailEnd(trx)) + 1 - last.from)
  const until = last.from + Math.ceil(behind / events) * events
  const next = `audit_event_from_${until}`
  const [table, nextTable, bound] = [sql.table(last.name), sql.table(next), sql.lit(until)]
  await sql`alter table audit_event detach partition ${table}`.execute(trx)
  await sql`
    alter table audit_event attach partition ${table} for values from (${sql.lit(last.from)}) to (${bound})
  `.execute(trx)
  await sql`create table ${nextTable} partition of audit_event for values from (${bound}) to (maxvalue)`.execute(
    trx,
  )
  // Of rows PostgreSQL sees to it by itself; a whole part has to refuse by itself to be emptied.
  await sql`
    create trigger audit_event_no_truncate before truncate on ${nextTable}
      for each statement execute function refuse_change()
  `.execute(trx)
}

async function partsOf(db: Kysely<Database>): Promise<readonly Part[]> {
  const { rows } = await sql<Part>`
    select part.relname as name, coalesce(substring(bound from 'FROM \\(''(\\d+)''\\)')::bigint, 0) as from,
      substring(bound from 'TO \\(''(\\d+)''\\)')::bigint as until,
      (select convalidated from pg_constraint where conrelid = part.oid and conname = ${TIMES}) as "areTimesValid"
    from pg_inherits join pg_class as part on part.oid = inhrelid, pg_get_expr(relpartbound, part.oid) as bound
    where inhparent = 'audit_event'::regclass
    order by until nulls last
  `.execute(db)
  return rows
}

async function trailEnd(db: Kysely<Database>): Promise<number> {
  const last = await db
    .selectFrom('audit_event')
    .select('position')
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last?.position ?? 0
}

async function waitBriefly(trx: Transaction<Database>): Promise<void> {
  await sql`set local lock_timeout = ${LONGEST_WAIT}`.execute(trx)
}

async function unlessBusy(change: () => Promise<Split>): Promise<Split> {
  try {
    return await change()
  } catch (error) {
    if (codeOf(error) === LOCK_NOT_AVAILABLE) return 'busy'
    // Another process was faster with the same.
    if (codeOf(error) === DUPLICATE_OBJECT) return 'split'
    throw error
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
