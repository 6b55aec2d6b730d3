/** Versions of the conditions of participation, as operators see and publish them. */
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'
import type { Caller } from '../identity/index.ts'
import { currentVersion } from './conditions.ts'

export interface ConditionsVersion {
  readonly version: number
  readonly state: 'former' | 'in-force' | 'coming'
  /** Null: since the centre is there. */
  readonly validFrom: string | null
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
  const { rows } = await sql<{
    version: number
    valid_from: Date | null
    cs: string
    en: string
    agreed: number
  }>`
    select version, min(valid_from) as valid_from,
      min(words) filter (where language = 'cs') as cs,
      min(words) filter (where language = 'en') as en,
      (select count(*) from registration where conditions_version = conditions.version)::int as agreed
    from conditions group by version order by version desc
  `.execute(db)
  const inForce = await currentVersion(db, now)
  return rows.map(({ version, valid_from, cs, en, agreed }) => ({
    version,
    state: version === inForce ? 'in-force' : version > inForce ? 'coming' : 'former',
    validFrom: valid_from?.toISOString() ?? null,
    texts: { cs, en },
    agreed,
  }))
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
    const version = last + 1
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
