/** Per-file results in the database: only those that say something; the rest stands in the package's index. */
import type { FileOutcome, StudyOutcome } from '@epacs/intake'
import type { Transaction } from 'kysely'
import type { Database } from '../database/index.ts'

/** PostgreSQL takes 65,535 parameters in a statement; a row here has seven. */
const ROWS_AT_ONCE = 5000

export async function storeFileResults(
  trx: Transaction<Database>,
  messageId: string,
  files: readonly FileOutcome[],
): Promise<void> {
  const rows = files.flatMap(({ path, outcome, code, detail }, position) =>
    outcome === 'accepted' && code === null
      ? []
      : [{ message_id: messageId, position, path: storable(path), outcome, code, detail }],
  )
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await trx
      .insertInto('message_file')
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .execute()
  }
}

/** The same by study. */
export async function storeStudyResults(
  trx: Transaction<Database>,
  messageId: string,
  studies: readonly StudyOutcome[],
): Promise<void> {
  const rows = studies.map(({ studyInstanceUid, accepted, warnings, leftOut, refused }, position) => ({
    message_id: messageId,
    position,
    study_instance_uid: storable(studyInstanceUid),
    accepted,
    warnings,
    left_out: leftOut,
    refused,
  }))
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await trx
      .insertInto('study_result')
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .execute()
  }
}

/** PostgreSQL's text holds no NUL, and a driver turns lone surrogates into question marks. */
export function storable(text: string): string {
  return text.replaceAll('\u0000', '').toWellFormed()
}
