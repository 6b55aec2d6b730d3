/** What is told of a request in lists and on its own. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/index.ts'

/** With the names of both parties and the number of messages that have answered. */
export function requestRows(db: Kysely<Database>) {
  return db
    .selectFrom('image_request as request')
    .innerJoin('institution as asking', 'asking.id', 'request.asking_institution_id')
    .innerJoin('institution as asked', 'asked.id', 'request.asked_institution_id')
    .selectAll('request')
    .select(['asking.name as asking_name', 'asked.name as asked_name'])
    .select(
      sql<number>`(
        select count(*)::int from message
        where message.answers = request.id and message.status in ('delivered', 'deleted')
      )`.as('answers'),
    )
}

export type RequestRow = Awaited<ReturnType<ReturnType<typeof requestRows>['executeTakeFirstOrThrow']>>

export function summaryOf(row: RequestRow, now: Date) {
  return {
    id: row.id,
    asking: { id: row.asking_institution_id, name: row.asking_name },
    asked: { id: row.asked_institution_id, name: row.asked_name },
    clinician: row.clinician,
    patient: {
      name: row.patient_name,
      id:
        row.patient_id === null || row.patient_id_kind === null
          ? null
          : { kind: row.patient_id_kind, value: row.patient_id },
      birthDate: row.patient_birth_date,
    },
    wanted: row.wanted,
    modalities: row.modalities,
    studiedFrom: row.studied_from,
    studiedTo: row.studied_to,
    accessionNumber: row.accession_number,
    reason: row.reason,
    urgency: row.urgency,
    neededBy: row.needed_by.toISOString(),
    status: row.status,
    overdue: row.status === 'open' && row.needed_by < now,
    createdAt: row.created_at.toISOString(),
    openedAt: row.opened_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    answers: row.answers,
  }
}
