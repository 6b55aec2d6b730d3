/** Messages as the API gives them, but for files and events: a page of them with one statement. */
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

interface Row {
  readonly id: string
  readonly sender_id: string
  readonly sender_name: string
  readonly subject: string
  readonly note: string
  readonly urgent: boolean
  readonly all_or_nothing: boolean
  readonly in_reply_to: string | null
  readonly created_at: Date
  readonly status: MessageStatus
  readonly problem: string | null
  readonly unread: boolean
  readonly size_bytes: number
  readonly declared_bytes: number
  readonly instances: number
  readonly end_to_end: boolean
  readonly missing: number | null
  /** `at` as PostgreSQL writes it. */
  readonly deliveries: MessageSummary['deliveries']
  readonly studies: readonly StudySummary[]
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
  const { rows } = await sql<Row>`
    select message.id, sender.id as sender_id, sender.name as sender_name, message.subject, message.note, message.urgent,
      message.all_or_nothing, message.in_reply_to, message.created_at, message.status, message.problem,
      message.size_bytes, message.declared_bytes, message.instances,
      exists (select from end_to_end_message where message_id = message.id) as end_to_end,
      exists (
        select from delivery
        where message_id = message.id and institution_id = ${readerId} and (status = 'delivered' or marked_unread)
      ) as unread,
      ${missingOf(sql`message.id`)} as missing, ${DELIVERIES} as deliveries, ${STUDIES} as studies
    from message join institution as sender on sender.id = message.sender_institution_id
    where message.id = any(${[...ids]}::uuid[])
  `.execute(trx)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row === undefined ? [] : [summaryOf(row, readerId)]
  })
}

function summaryOf(row: Row, readerId: string): MessageSummary {
  const all = row.deliveries.map((each) => ({ ...each, at: new Date(each.at).toISOString() }))
  const readsAll = row.sender_id === readerId
  return {
    id: row.id,
    sender: { id: row.sender_id, name: row.sender_name },
    recipients: all.map(({ institution }) => institution),
    subject: row.subject,
    note: row.note,
    urgent: row.urgent,
    allOrNothing: row.all_or_nothing,
    inReplyTo: row.in_reply_to,
    createdAt: row.created_at.toISOString(),
    status: row.status,
    problem: row.problem,
    unread: row.unread,
    sizeBytes: row.size_bytes || row.declared_bytes,
    instances: row.instances,
    endToEnd: row.end_to_end,
    missingInstances: row.missing,
    studies: row.studies,
    deliveries: readsAll ? all : all.filter(({ institution }) => institution.id === readerId),
  }
}

const DELIVERIES = sql`(
  select coalesce(json_agg(
    json_build_object('institution', json_build_object('id', recipient.id, 'name', recipient.name),
      'status', delivery.status, 'at', delivery.at)
    order by recipient.name collate czech, recipient.id
  ), '[]')
  from delivery join institution as recipient on recipient.id = delivery.institution_id
  where delivery.message_id = message.id
)`

const SERIES = sql`(
  select coalesce(json_agg(
    json_build_object('seriesInstanceUid', series_instance_uid, 'modality', modality, 'description', description,
      'instances', instances)
    order by position
  ), '[]')
  from series where series.message_id = study.message_id and series.study_position = study.position
)`

const STUDIES = sql`(
  select coalesce(json_agg(
    json_build_object('studyInstanceUid', study_instance_uid,
      'patient', json_build_object('id', patient_id, 'name', patient_name, 'birthDate', patient_birth_date,
        'sex', patient_sex),
      'date', date, 'description', description, 'modalities', modalities, 'series', ${SERIES})
    order by position
  ), '[]')
  from study where study.message_id = message.id
)`

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
