/** The records that are about one patient. */
import { IN_MAILBOX } from '@epacs/exchange'
import { likelyOr } from '@epacs/intake/looking/likely-text'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'
import { isNamed } from './person-name.ts'
import type { Party } from './shapes.ts'

/** More are no one person's; and an extract is made in memory. */
export const MOST_MESSAGES = 2_000
const MOST_STUDIES = 20 * MOST_MESSAGES

/** Never a part of it, as if it were all. */
export function tooMany(): Problem {
  return new Problem(
    422,
    'too-many-messages',
    `More than ${MOST_MESSAGES} messages or requests fit: this cannot be one person.`,
  )
}

export async function studiesOf(
  trx: Kysely<Database>,
  id: string,
  words: ReadonlySet<string>,
  institution: Party | undefined,
) {
  let matching = trx.selectFrom('study').where(isOf(id))
  // Parts of words narrow what is read; whole ones decide.
  for (const word of words) matching = matching.where(sql<boolean>`strpos(patient_folded, ${word}) > 0`)
  if (institution !== undefined)
    matching = matching.where('message_id', 'in', readableBy(trx, institution.id))
  const rows = await matching
    .selectAll('study')
    .select(({ selectFrom }) =>
      selectFrom('series')
        .whereRef('series.message_id', '=', 'study.message_id')
        .whereRef('series.study_position', '=', 'study.position')
        .select(sql<number>`coalesce(sum(instances), 0)::int`.as('sum'))
        .as('instance_count'),
    )
    .orderBy('message_id')
    .orderBy('position')
    .limit(MOST_STUDIES + 1)
    .execute()
  if (rows.length > MOST_STUDIES) throw tooMany()
  return rows.filter(({ patient_name: name }) => isNamed(name, words) || isNamed(likelyOr(name), words))
}

/** A birth number is written with a slash and without; nobody tells two patients apart by the case of letters. */
function isOf(id: string) {
  return sql<boolean>`lower(replace(btrim(patient_id), '/', '')) = lower(${id})`
}

export type StudyRow = Awaited<ReturnType<typeof studiesOf>>[number]

/** What it sent, and what was delivered to it, be it deleted since. */
function readableBy(trx: Kysely<Database>, institutionId: string) {
  return trx
    .selectFrom('message')
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb('sender_institution_id', '=', institutionId),
        exists(
          selectFrom('delivery')
            .whereRef('delivery.message_id', '=', 'message.id')
            .where('institution_id', '=', institutionId)
            .where('status', 'in', [...IN_MAILBOX, 'deleted'])
            .select(sql`1`.as('one')),
        ),
      ]),
    )
    .select('id')
}

export async function requestsOf(
  trx: Kysely<Database>,
  id: string,
  words: ReadonlySet<string>,
  institution: Party | undefined,
) {
  let matching = trx
    .selectFrom('image_request')
    .innerJoin('institution as asking', 'asking.id', 'asking_institution_id')
    .innerJoin('institution as asked', 'asked.id', 'asked_institution_id')
    .where(isOf(id))
  if (institution !== undefined) {
    matching = matching.where(({ or, eb }) =>
      or([eb('asking_institution_id', '=', institution.id), eb('asked_institution_id', '=', institution.id)]),
    )
  }
  const rows = await matching
    .selectAll('image_request')
    .select(['asking.name as asking_name', 'asked.name as asked_name'])
    .orderBy('image_request.created_at')
    .limit(MOST_MESSAGES + 1)
    .execute()
  if (rows.length > MOST_MESSAGES) throw tooMany()
  return rows.filter(({ patient_name }) => isNamed(patient_name, words))
}

export type RequestRow = Awaited<ReturnType<typeof requestsOf>>[number]
