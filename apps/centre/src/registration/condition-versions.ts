/** Versions of the conditions of participation, as operators see, publish and withdraw them. */
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Centre } from '../centre.ts'
import { asOfOneMoment, type Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'
import type { Caller } from '../identity/index.ts'
import { currentVersion } from './conditions.ts'

export interface ConditionsVersion {
  readonly version: number
  /** Withdrawn: it was to come. */
  readonly state: 'former' | 'in-force' | 'coming' | 'withdrawn'
  /** Null: since the centre is there. */
  readonly validFrom: string | null
  readonly withdrawnAt: string | null
  readonly texts: { readonly cs: string; readonly en: string }
  /** Requests to join that agreed to it. */
  readonly agreed: number
}

export interface NewConditions {
  readonly validFrom: Date
  readonly texts: { readonly cs: string; readonly en: string }
}

/** The newest first. */
export async function conditionVersions(
  db: Kysely<Database>,
  now: Date,
): Promise<readonly ConditionsVersion[]> {
  return await asOfOneMoment(db, async (trx) => {
    const { rows } = await sql<Row>`
      select version, min(valid_from) as valid_from, null::timestamptz as withdrawn_at,
        min(words) filter (where language = 'cs') as cs,
        min(words) filter (where language = 'en') as en,
        (select count(*) from registration where conditions_version = conditions.version)::int as agreed
      from conditions group by version
      union all
      select version, min(valid_from), min(withdrawn_at),
        min(words) filter (where language = 'cs'), min(words) filter (where language = 'en'), 0
      from withdrawn_conditions group by version
      order by version desc
    `.execute(trx)
    const inForce = await currentVersion(trx, now)
    return rows.map(({ version, valid_from, withdrawn_at, cs, en, agreed }) => ({
      version,
      state: withdrawn_at !== null ? 'withdrawn' : stateOf(version, inForce),
      validFrom: valid_from?.toISOString() ?? null,
      withdrawnAt: withdrawn_at?.toISOString() ?? null,
      texts: { cs, en },
      agreed,
    }))
  })
}

interface Row {
  readonly version: number
  readonly valid_from: Date | null
  readonly withdrawn_at: Date | null
  readonly cs: string
  readonly en: string
  readonly agreed: number
}

function stateOf(version: number, inForce: number): 'former' | 'in-force' | 'coming' {
  if (version === inForce) return 'in-force'
  return version > inForce ? 'coming' : 'former'
}

/** A year that was mistyped would stand in the way of every later version for good. */
const FURTHEST_DAYS = 2 * 365

/** Throws the problem 422 for a day that is not behind those of all others, is over, or is too far ahead. */
export async function publishConditions(
  { db, clock, audit }: Centre,
  operator: Caller,
  { validFrom, texts }: NewConditions,
): Promise<number> {
  return await db.transaction().execute(async (trx) => {
    // Two operators at once would take one number.
    await sql`lock table conditions in share row exclusive mode`.execute(trx)
    const { version: last, latest } = await trx
      .selectFrom('conditions')
      .select(({ fn }) => [fn.max('version').as('version'), fn.max('valid_from').as('latest')])
      .executeTakeFirstOrThrow()
    const at = clock()
    if (validFrom <= at || (latest !== null && validFrom <= latest)) {
      const detail = 'The day must be to come, and behind that of every other version.'
      throw new Problem(422, 'conditions-too-early', detail)
    }
    if (validFrom.getTime() > at.getTime() + FURTHEST_DAYS * 86_400_000) {
      const detail = 'The day must be within two years.'
      throw new Problem(422, 'conditions-too-late', detail)
    }
    // The number of a withdrawn one is not given again: the audit trail tells of it.
    const { withdrawn } = await trx
      .selectFrom('withdrawn_conditions')
      .select(({ fn }) => fn.max<number | null>('version').as('withdrawn'))
      .executeTakeFirstOrThrow()
    const version = Math.max(last, withdrawn ?? 0) + 1
    await trx
      .insertInto('conditions')
      .values([
        { version, language: 'cs', words: texts.cs, valid_from: validFrom },
        { version, language: 'en', words: texts.en, valid_from: validFrom },
      ])
      .execute()
    const details = { version, validFrom: validFrom.toISOString() }
    await audit.record(trx, { at, actor: operator, action: 'conditions.publish', details })
    return version
  })
}

/** Nearer than that, somebody may be agreeing to it. */
const LATEST_MS = 60_000

/** Throws the problem 409 for one that holds, held, or is not there. */
export async function withdrawConditions(
  { db, clock, audit }: Centre,
  operator: Caller,
  version: number,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`lock table conditions in share row exclusive mode`.execute(trx)
    const at = clock()
    const taken = await trx
      .deleteFrom('conditions')
      .where('version', '=', version)
      .where('valid_from', '>', new Date(at.getTime() + LATEST_MS))
      .returning(['version', 'language', 'words', 'valid_from'])
      .execute()
    const rows = taken.flatMap(({ valid_from, ...text }) =>
      valid_from === null ? [] : [{ ...text, valid_from, withdrawn_at: at }],
    )
    if (rows.length === 0) {
      throw new Problem(409, 'conditions-hold', 'Only a version that is to come can be withdrawn.')
    }
    await trx.insertInto('withdrawn_conditions').values(rows).execute()
    await audit.record(trx, { at, actor: operator, action: 'conditions.withdraw', details: { version } })
  })
}
