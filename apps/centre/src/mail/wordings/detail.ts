/** Wordings as operators see them. */
import { LANGUAGES } from '@epacs/exchange'
import type { Kysely } from 'kysely'
import type { Database } from '../../database/index.ts'
import { MAIL_LANGUAGES } from '../languages/index.ts'
import { PLACEHOLDERS, WORDING_NAMES } from '../templates/wording-names.ts'
import { sampleValues } from './samples.ts'
import type { Detail } from './schemas.ts'
import { newestVersions, usable, type WordingKey, type WordingVersion, wordingVersions } from './versions.ts'

export async function listWordings(db: Kysely<Database>) {
  const newest = await newestVersions(db)
  return WORDING_NAMES.flatMap((name) =>
    LANGUAGES.map((language) =>
      summary(
        { name, language },
        newest.find((version) => version.name === name && version.language === language),
      ),
    ),
  )
}

export async function wordingDetail(db: Kysely<Database>, key: WordingKey, portal: string): Promise<Detail> {
  const versions = await wordingVersions(db, key)
  const { subject, text } = usable(versions[0], key)
  const samples = sampleValues(key.language, portal)
  return {
    ...summary(key, versions[0]),
    subject,
    text,
    original: MAIL_LANGUAGES[key.language].wordings[key.name],
    placeholders: Object.entries(PLACEHOLDERS[key.name]).map(([name, placeholder]) => ({
      name,
      sample: samples[name] ?? '',
      isObligatory: placeholder.isObligatory,
      mayBeEmpty: placeholder.mayBeEmpty,
      isForSubject: placeholder.kind === 'line' && !placeholder.mayBeEmpty,
    })),
    versions: versions.map(({ version, wording, changedAt, changedBy }) => ({
      version,
      wording: wording === null ? null : { ...wording },
      changedAt: changedAt.toISOString(),
      changedBy,
    })),
  }
}

function summary(key: WordingKey, newest: WordingVersion | undefined) {
  const wording = usable(newest, key)
  return {
    ...key,
    version: newest?.version ?? 0,
    isOriginal: wording === MAIL_LANGUAGES[key.language].wordings[key.name],
    subject: wording.subject,
    changedAt: newest?.changedAt.toISOString() ?? null,
    changedBy: newest?.changedBy ?? null,
  }
}
