/**
 * Messages as the API gives them, but for files and events. Everything that belongs to a page of messages is
 * read with one query per table, whatever the number of messages.
 */
import type { DeliveryStatus, MessageStatus } from '@epacs/exchange'
import { type Selectable, sql, type Transaction } from 'kysely'
import type { Database } from '../database/index.ts'
import { missingOf } from '../declared/index.ts'

export interface Party {
  readonly id: string
  readonly name: string
}

export interface SeriesSummary {
  readonly seriesInstanceUid: string
  readonly modality: string
  readonly description: string | null
  readonly instances: number
}

/** A study as its headers describe it. */
export interface StudyFacts {
  readonly studyInstanceUid: string
  readonly patient: {
    readonly id: string
    readonly name: string
    readonly birthDate: string | null
    readonly sex: string | null
  }
  readonly date: string | null
  readonly description: string | null
  readonly modalities: readonly string[]
}

export interface StudySummary extends StudyFacts {
  readonly series: readonly SeriesSummary[]
}

export interface MessageSummary {
  readonly id: string
  readonly sender: Party
  readonly recipients: readonly Party[]
  readonly subject: string
  readonly note: string
  readonly urgent: boolean
  readonly allOrNothing: boolean
  readonly inReplyTo: string | null
  readonly createdAt: string
  readonly status: MessageStatus
  /** Why the whole was rejected, when it was not for its files. */
  readonly problem: string | null
  /** In the reader's mailbox: nobody has opened it yet, or it is marked as unread. */
  readonly unread: boolean
  /** Of the package; what the uploads declare while there is none. */
  readonly sizeBytes: number
  readonly instances: number
  /** Encrypted from node to node: nobody else can read it, and nothing of its images is known here. */
  readonly endToEnd: boolean
  /** Of those that the sender declared; null: it declared none, or they are not compared yet. */
  readonly missingInstances: number | null
  readonly studies: readonly StudySummary[]
  readonly deliveries: readonly {
    readonly institution: Party
    readonly status: DeliveryStatus
    readonly at: string
  }[]
}

/**
 * In the order of `ids`. A sender sees every delivery, a recipient its own alone: `readerId` is the institution
 * that reads, and must have been found to be allowed to.
 */
export async function summarise(
  trx: Transaction<Database>,
  ids: readonly string[],
  readerId: string,
): Promise<readonly MessageSummary[]> {
  if (ids.length === 0) return []
  const messages = await messagesWithSender(trx, ids)
  const deliveries = await deliveriesOf(trx, ids)
  const studies = await studiesOf(trx, ids)
  const missing = await missingOf(trx, ids)
  const unread = await unreadAmong(trx, ids, readerId)
  const byId = new Map(messages.map((message) => [message.id, message]))
  return ids.flatMap((id) => {
    const message = byId.get(id)
    if (message === undefined) return []
    const all = deliveries.get(id) ?? []
    const readsAll = message.sender_institution_id === readerId
    const seen = readsAll ? all : all.filter(({ institution }) => institution.id === readerId)
    return [
      {
        id,
        sender: { id: message.sender_institution_id, name: message.sender_name },
        recipients: all.map(({ institution }) => institution),
        subject: message.subject,
        note: message.note,
        urgent: message.urgent,
        allOrNothing: message.all_or_nothing,
        inReplyTo: message.in_reply_to,
        createdAt: message.created_at.toISOString(),
        status: message.status,
        problem: message.problem,
        unread: unread.has(id),
        sizeBytes: message.size_bytes || message.declared_bytes,
        instances: message.instances,
        endToEnd: message.end_to_end_id !== null,
        missingInstances: missing.get(id) ?? null,
        studies: studies.get(id) ?? [],
        deliveries: seen,
      },
    ]
  })
}

async function messagesWithSender(trx: Transaction<Database>, ids: readonly string[]) {
  return await trx
    .selectFrom('message')
    .innerJoin('institution', 'institution.id', 'message.sender_institution_id')
    .leftJoin('end_to_end_message', 'end_to_end_message.message_id', 'message.id')
    .where('message.id', 'in', [...ids])
    .selectAll('message')
    .select(['institution.name as sender_name', 'end_to_end_message.message_id as end_to_end_id'])
    .execute()
}

async function unreadAmong(
  trx: Transaction<Database>,
  ids: readonly string[],
  institutionId: string,
): Promise<ReadonlySet<string>> {
  const rows = await trx
    .selectFrom('delivery')
    .where('message_id', 'in', [...ids])
    .where('institution_id', '=', institutionId)
    .where((is) => is.or([is('status', '=', 'delivered'), is('marked_unread', '=', true)]))
    .select('message_id')
    .execute()
  return new Set(rows.map(({ message_id }) => message_id))
}

async function deliveriesOf(trx: Transaction<Database>, ids: readonly string[]) {
  const rows = await trx
    .selectFrom('delivery')
    .innerJoin('institution', 'institution.id', 'delivery.institution_id')
    .where('delivery.message_id', 'in', [...ids])
    .select(['delivery.message_id', 'delivery.status', 'delivery.at', 'institution.id', 'institution.name'])
    .orderBy(sql`institution.name collate czech`)
    .execute()
  return grouped(
    rows,
    ({ message_id }) => message_id,
    ({ id, name, status, at }) => ({ institution: { id, name }, status, at: at.toISOString() }),
  )
}

async function studiesOf(trx: Transaction<Database>, ids: readonly string[]) {
  const studies = await trx
    .selectFrom('study')
    .where('message_id', 'in', [...ids])
    .selectAll()
    .orderBy('position')
    .execute()
  const series = await trx
    .selectFrom('series')
    .where('message_id', 'in', [...ids])
    .selectAll()
    .orderBy('position')
    .execute()
  const seriesOf = grouped(
    series,
    ({ message_id, study_position }) => `${message_id} ${study_position}`,
    (row): SeriesSummary => ({
      seriesInstanceUid: row.series_instance_uid,
      modality: row.modality,
      description: row.description,
      instances: row.instances,
    }),
  )
  return grouped(
    studies,
    ({ message_id }) => message_id,
    (row): StudySummary => ({
      ...studyFacts(row),
      series: seriesOf.get(`${row.message_id} ${row.position}`) ?? [],
    }),
  )
}

export function studyFacts(row: Selectable<Database['study']>): StudyFacts {
  return {
    studyInstanceUid: row.study_instance_uid,
    patient: {
      id: row.patient_id,
      name: row.patient_name,
      birthDate: row.patient_birth_date,
      sex: row.patient_sex,
    },
    date: row.date,
    description: row.description,
    modalities: row.modalities,
  }
}

function grouped<Row, Value>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  toValue: (row: Row) => Value,
): ReadonlyMap<string, readonly Value[]> {
  const groups = new Map<string, Value[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group === undefined) groups.set(keyOf(row), [toValue(row)])
    else group.push(toValue(row))
  }
  return groups
}
