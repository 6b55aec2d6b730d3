/** The records that are about one patient. */
import { foldedWords, IN_MAILBOX } from '@epacs/exchange'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/index.ts'
import type { Party, SubjectRequest } from './shapes.ts'

/** More are no one person's; and an extract is made in memory. */
export const MOST_MESSAGES = 2_000

export async function studiesOf(
  trx: Kysely<Database>,
  id: string,
  words: readonly string[],
  institution: Party | undefined,
) {
  let matching = trx.selectFrom('study').where(sql<boolean>`replace(btrim(patient_id), '/', '') = ${id}`)
  for (const word of words) matching = matching.where(sql<boolean>`strpos(patient_folded, ${word}) > 0`)
  if (institution !== undefined)
    matching = matching.where('message_id', 'in', readableBy(trx, institution.id))
  return await matching
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
    .limit(20 * MOST_MESSAGES)
    .execute()
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
  words: readonly string[],
  institution: Party | undefined,
): Promise<readonly SubjectRequest[]> {
  let matching = trx
    .selectFrom('image_request')
    .innerJoin('institution as asking', 'asking.id', 'asking_institution_id')
    .innerJoin('institution as asked', 'asked.id', 'asked_institution_id')
    .where(sql<boolean>`replace(btrim(patient_id), '/', '') = ${id}`)
  if (institution !== undefined) {
    matching = matching.where(({ or, eb }) =>
      or([eb('asking_institution_id', '=', institution.id), eb('asked_institution_id', '=', institution.id)]),
    )
  }
  const rows = await matching
    .selectAll('image_request')
    .select(['asking.name as asking_name', 'asked.name as asked_name'])
    .orderBy('image_request.created_at')
    .limit(MOST_MESSAGES)
    .execute()
  return rows
    .filter(({ patient_name }) => {
      const folded = foldedWords(patient_name.replaceAll(/[\^=,;]/g, ' ')).join(' ')
      return words.every((word) => folded.includes(word))
    })
    .map((row) => ({
      id: row.id,
      at: row.created_at.toISOString(),
      asking: { id: row.asking_institution_id, name: row.asking_name },
      asked: { id: row.asked_institution_id, name: row.asked_name },
      wanted: row.wanted,
      reason: row.reason,
      status: row.status,
    }))
}
