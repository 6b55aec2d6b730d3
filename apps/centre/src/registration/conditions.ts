/** The conditions of participation: texts with a version. Somebody may have agreed to it: a version never changes. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PUBLISHED_LANGUAGES, type PublishedLanguage } from '@epacs/exchange'
import { type Kysely, sql } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'

const USUAL = fileURLToPath(new URL('./conditions/', import.meta.url))

/** The message is a sentence for the person who started the centre. */
export class ConditionsError extends Error {
  override readonly name = 'ConditionsError'
}

/**
 * Brings the texts of the folder into the records. Once operators have published versions, theirs go on counting:
 * files of these numbers and of later ones stay out.
 */
export async function bringInConditions(
  { db, log }: Pick<Centre, 'db' | 'log'>,
  folder: string | null,
): Promise<void> {
  const place = folder ?? USUAL
  const names = await readdir(place).catch((error: unknown) => {
    throw new ConditionsError(`The folder of conditions ${place} cannot be read.`, { cause: error })
  })
  const texts: { version: number; language: PublishedLanguage; words: string }[] = []
  for (const name of names) {
    const [, version, word] = /^([1-9]\d{0,8})\.([a-z]+)\.md$/.exec(name) ?? []
    const language = PUBLISHED_LANGUAGES.find((each) => each === word)
    if (version === undefined || language === undefined) continue
    texts.push({ version: Number(version), language, words: await readFile(join(place, name), 'utf8') })
  }
  const versions = new Set(texts.map(({ version }) => version))
  if (versions.size === 0 || texts.length !== versions.size * PUBLISHED_LANGUAGES.length) {
    throw new ConditionsError(
      `${place} needs each version of the conditions in both languages: 1.cs.md, 1.en.md.`,
    )
  }
  const { published } = await db
    .selectFrom('conditions')
    .where('valid_from', 'is not', null)
    .select(({ fn }) => fn.min<number | null>('version').as('published'))
    .executeTakeFirstOrThrow()
  for (const text of texts) {
    if (published !== null && text.version >= published) {
      const { version, language } = text
      log.warn({ version, language }, 'conditions not brought in: operators have published their own since')
      continue
    }
    await db
      .insertInto('conditions')
      .values({ ...text, valid_from: null })
      .onConflict((conflict) => conflict.columns(['version', 'language']).doNothing())
      .execute()
    const kept = await db
      .selectFrom('conditions')
      .where('version', '=', text.version)
      .where('language', '=', text.language)
      .select('words')
      .executeTakeFirstOrThrow()
    if (kept.words !== text.words) {
      throw new ConditionsError(
        `Version ${text.version} of the conditions was changed; a changed text is a new version.`,
      )
    }
  }
}

const isInForce = (now: Date) => sql<boolean>`(valid_from is null or valid_from <= ${now})`

/** The one in force. */
export async function currentVersion(db: Kysely<Database>, now: Date): Promise<number> {
  const { version } = await db
    .selectFrom('conditions')
    .where(isInForce(now))
    .select(({ fn }) => fn.max('version').as('version'))
    .executeTakeFirstOrThrow()
  return version
}

/** `version` undefined: the one in force. */
export async function conditionsText(
  db: Kysely<Database>,
  language: PublishedLanguage,
  { version, now }: { readonly version: number | undefined; readonly now: Date },
) {
  const ofLanguage = db.selectFrom('conditions').where('language', '=', language)
  return await (version === undefined
    ? ofLanguage.where(isInForce(now))
    : ofLanguage.where('version', '=', version)
  )
    .select(['version', 'language', 'words as text'])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
}
