/** Wordings that operators have chosen: versions, of which the newest counts. */
import type { Language } from '@epacs/exchange'
import { type Kysely, sql } from 'kysely'
import type { Centre } from '../../centre.ts'
import type { Database } from '../../database/index.ts'
import { Problem } from '../../http/index.ts'
import type { Caller } from '../../identity/index.ts'
import { MAIL_LANGUAGES } from '../languages/index.ts'
import { faultsOf } from '../templates/faults.ts'
import type { Wording } from '../templates/wording.ts'
import { PLACEHOLDERS, type WordingName } from '../templates/wording-names.ts'

export interface WordingKey {
  readonly name: WordingName
  readonly language: Language
}

export interface WordingVersion extends WordingKey {
  readonly version: number
  /** Null: back to the original. */
  readonly wording: Wording | null
  readonly changedAt: Date
  /** Null: somebody whom the centre does not know any more. */
  readonly changedBy: string | null
}

/** The newest first. */
export async function wordingVersions(
  db: Kysely<Database>,
  key: WordingKey,
): Promise<readonly WordingVersion[]> {
  const rows = await versionsOfKey(db, key).execute()
  return rows.map((row) => versionOf(row, key.name))
}

async function newestVersion(db: Kysely<Database>, key: WordingKey): Promise<WordingVersion | undefined> {
  const row = await versionsOfKey(db, key).limit(1).executeTakeFirst()
  return row && versionOf(row, key.name)
}

/** The newest of each that was ever changed. */
export async function newestVersions(db: Kysely<Database>): Promise<readonly WordingVersion[]> {
  const rows = await versions(db)
    .distinctOn(['mail_wording.name', 'language'])
    .orderBy('mail_wording.name')
    .orderBy('language')
    .orderBy('version', 'desc')
    .execute()
  return rows.flatMap((row) => (isWordingName(row.name) ? [versionOf(row, row.name)] : []))
}

/**
 * What a mail says now. A wording whose placeholders the centre does not fill any more, after an update, counts as the
 * original: a mail without its link helps nobody.
 */
export async function wordingInForce(db: Kysely<Database>, key: WordingKey): Promise<Wording> {
  const newest = await newestVersion(db, key)
  return usable(newest, key)
}

export function usable(newest: WordingVersion | undefined, { name, language }: WordingKey): Wording {
  const wording = newest?.wording ?? null
  if (wording === null || faultsOf(wording, PLACEHOLDERS[name]).length > 0)
    return MAIL_LANGUAGES[language].wordings[name]
  return wording
}

interface Change {
  /** Null: back to the original. */
  readonly wording: Wording | null
  /** The version that the operator has seen; 0: the original, never changed. */
  readonly after: number
}

/** Throws the problem 409 when somebody else was faster. */
export async function changeWording(
  { db, clock, audit }: Pick<Centre, 'db' | 'clock' | 'audit'>,
  operator: Caller,
  { name, language }: WordingKey,
  { wording, after }: Change,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // Two operators at once would take one number.
    await sql`lock table mail_wording in share row exclusive mode`.execute(trx)
    const newest = await newestVersion(trx, { name, language })
    if ((newest?.version ?? 0) !== after) {
      throw new Problem(409, 'mail-wording-changed', 'Somebody else has changed this wording meanwhile.')
    }
    if (wording === null && (newest === undefined || newest.wording === null)) {
      throw new Problem(409, 'mail-wording-original', 'The wording is the original.')
    }
    const version = after + 1
    const at = clock()
    await trx
      .insertInto('mail_wording')
      .values({
        name,
        language,
        version,
        subject: wording?.subject ?? null,
        words: wording?.text ?? null,
        changed_at: at,
        changed_by: operator.personId,
      })
      .execute()
    const action = wording === null ? 'mail-wording.restore' : 'mail-wording.change'
    await audit.record(trx, { at, actor: operator, action, details: { name, language, version } })
  })
}

function isWordingName(name: string): name is WordingName {
  return Object.hasOwn(PLACEHOLDERS, name)
}

function versions(db: Kysely<Database>) {
  return db
    .selectFrom('mail_wording')
    .leftJoin('person', 'person.id', 'mail_wording.changed_by')
    .select([
      'mail_wording.name',
      'language',
      'version',
      'subject',
      'words',
      'changed_at',
      'person.name as changed_by_name',
    ])
}

function versionsOfKey(db: Kysely<Database>, { name, language }: WordingKey) {
  return versions(db)
    .where('mail_wording.name', '=', name)
    .where('language', '=', language)
    .orderBy('version', 'desc')
}

type Row = Awaited<ReturnType<ReturnType<typeof versions>['executeTakeFirstOrThrow']>>

function versionOf(row: Row, name: WordingName): WordingVersion {
  const { language, version, subject, words: text } = row
  return {
    name,
    language,
    version,
    wording: subject === null || text === null ? null : { subject, text },
    changedAt: row.changed_at,
    changedBy: row.changed_by_name,
  }
}
