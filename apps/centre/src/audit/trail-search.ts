/** Words that an auditor looks for, made into what the trail has indexes of: people, institutions, actions, ids. */
import { foldedWords } from '@epacs/exchange'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/index.ts'

export interface TrailSearch {
  /** Words that all occur in the name of a person or an institution; or the id of one, or of a message. */
  readonly q?: string
  /** Separated by commas: what else counts as found, since the words of an action are the reader's language. */
  readonly actions?: string
}

/** Any of them. */
export interface Found {
  readonly people: readonly string[]
  readonly institutions: readonly string[]
  readonly messages: readonly string[]
  readonly actions: readonly string[]
}

const FOLDED_NAME = sql`replace(replace(replace(replace(translate(
  regexp_replace(lower(normalize(name, NFKD)), '[\u0300-\u036f]', '', 'g'),
  'łđøı', 'ldoi'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th')`

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Undefined: nothing is looked for. */
export async function foundBy(
  db: Kysely<Database>,
  { q = '', actions = '' }: TrailSearch,
): Promise<Found | undefined> {
  const words = foldedWords(q)
  if (words.length === 0) return undefined
  const id = q.trim()
  if (UUID.test(id)) return { people: [id], institutions: [id], messages: [id], actions: [] }
  let people = db.selectFrom('person')
  let institutions = db.selectFrom('institution')
  for (const word of words) {
    // Folded as @epacs/exchange folds, which the names of institutions are kept as.
    people = people.where(sql<boolean>`position(${word} in ${FOLDED_NAME}) > 0`)
    institutions = institutions.where(sql<boolean>`position(${word} in name_folded) > 0`)
  }
  const idsOf = (rows: readonly { readonly id: string }[]) => rows.map((row) => row.id)
  return {
    // One after the other: both may be asked on one connection.
    people: idsOf(await people.select('id').execute()),
    institutions: idsOf(await institutions.select('id').execute()),
    messages: [],
    actions: actions.split(',').filter((action) => action !== ''),
  }
}
