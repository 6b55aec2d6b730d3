/** The two boxes of an institution, filtered, searched, sorted and paged. */
import { foldedWords, IN_MAILBOX } from '@epacs/exchange'
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely'
import { asOfOneMoment, type Database } from '../database/index.ts'
import { countUnread } from './marks.ts'
import { patientWords } from './patient-search.ts'
import { type MessageSummary, type Party, summarise } from './summaries.ts'

const MOST_WORDS = 20

export const BOX_SORTS = ['date', 'institution', 'size'] as const
export type BoxSort = (typeof BOX_SORTS)[number]
export const BOX_ORDERS = ['ascending', 'descending'] as const
export type BoxOrder = (typeof BOX_ORDERS)[number]

export interface BoxFilter {
  /** Of the delivery in the inbox, of the message among the sent. */
  readonly status?: string | undefined
  /** The other party. */
  readonly institution?: string | undefined
  /** RFC 3339; `to` is the first moment that is too late. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly urgent?: boolean | undefined
  /** In what people wrote, and in names of institutions. */
  readonly q?: string | undefined
  /** Name or ID. */
  readonly patient?: string | undefined
}

export interface BoxQuery extends BoxFilter {
  readonly box: 'inbox' | 'sent'
  readonly sort: BoxSort
  readonly order: BoxOrder
  readonly page: number
  readonly pageSize: number
}

export interface BoxPage {
  readonly items: readonly MessageSummary[]
  readonly total: number
  /** Deliveries that nobody has opened yet, and those marked as unread, whatever the filter. */
  readonly unread: number
  /** What the filters in the list's head can choose from, over the whole box. */
  readonly facets: {
    readonly institutions: readonly (Party & { readonly messages: number })[]
    readonly statuses: readonly { readonly status: string; readonly messages: number }[]
  }
}

export async function listBox(
  db: Kysely<Database>,
  institutionId: string,
  query: BoxQuery,
): Promise<BoxPage> {
  return await asOfOneMoment(db, async (trx) => {
    const { ids, total } = await matching(trx, institutionId, query)
    return {
      items: await summarise(trx, ids, institutionId),
      total,
      unread: await countUnread(trx, institutionId),
      facets: await facetsOf(trx, boxOf(institutionId, query)),
    }
  })
}

async function matching(
  trx: Transaction<Database>,
  institutionId: string,
  query: BoxQuery,
): Promise<{ readonly ids: readonly string[]; readonly total: number }> {
  const direction = query.order === 'ascending' ? sql`asc` : sql`desc`
  // In one pass: what is looked through for the page is looked through for the total, too.
  const { rows } = await sql<{ ids: readonly string[]; total: number }>`
    with matching as materialized (
      select box.id, box.created_at, ${SORT_VALUES[query.sort]} as sort_value
      from ${boxOf(institutionId, query)} where ${filterOf(query)}
    )
    select (select count(*)::int from matching) as total,
      array(
        select id from matching order by sort_value ${direction}, created_at desc, id desc
        limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}
      ) as ids
  `.execute(trx)
  return rows[0] ?? { ids: [], total: 0 }
}

async function facetsOf(trx: Transaction<Database>, box: RawBuilder<unknown>): Promise<BoxPage['facets']> {
  const institutions = await sql<Party & { messages: number }>`
    select institution.id, institution.name, count(*)::int as messages
    from ${box} cross join unnest(box.others) as other (id) join institution on institution.id = other.id
    group by institution.id order by institution.name collate czech
  `.execute(trx)
  const statuses = await sql<{ status: string; messages: number }>`
    select box.status, count(*)::int as messages from ${box} group by box.status order by box.status
  `.execute(trx)
  return { institutions: institutions.rows, statuses: statuses.rows }
}

function boxOf(institutionId: string, { box }: BoxQuery): RawBuilder<unknown> {
  return box === 'inbox' ? inbox(institutionId) : sent(institutionId)
}

// Both boxes have the same columns, so that filter, order, page and facets are written once.

function inbox(institutionId: string): RawBuilder<unknown> {
  return sql`(
    select message.id, delivery.created_at, delivery.status, message.search_folded, message.urgent,
      ${SHOWN_SIZE} as size_bytes, array[message.sender_institution_id] as others
    from delivery join message on message.id = delivery.message_id
    where delivery.institution_id = ${institutionId} and delivery.status = any(${[...IN_MAILBOX]}::text[])
  ) as box`
}

function sent(institutionId: string): RawBuilder<unknown> {
  return sql`(
    select message.id, message.created_at, message.status, message.search_folded, message.urgent,
      ${SHOWN_SIZE} as size_bytes,
      array(select institution_id from delivery where delivery.message_id = message.id) as others
    from message where message.sender_institution_id = ${institutionId}
  ) as box`
}

/** As summaries give it. */
const SHOWN_SIZE = sql`coalesce(nullif(message.size_bytes, 0), message.declared_bytes)`

function filterOf({ status, institution, from, to, urgent, q, patient }: BoxFilter): RawBuilder<unknown> {
  const conditions = [sql`true`]
  if (status !== undefined) conditions.push(sql`box.status = ${status}`)
  if (institution !== undefined) conditions.push(sql`${institution}::uuid = any(box.others)`)
  if (from !== undefined) conditions.push(sql`box.created_at >= ${from}::timestamptz`)
  if (to !== undefined) conditions.push(sql`box.created_at < ${to}::timestamptz`)
  if (urgent !== undefined) conditions.push(sql`box.urgent = ${urgent}`)
  // Every word must occur, in any order: "koleno ct" finds the CT that was sent as "Bolest kolene, koleno vpravo".
  for (const word of foldedWords(q ?? '').slice(0, MOST_WORDS)) {
    conditions.push(sql`strpos(box.search_folded, ${word}) > 0`)
  }
  const words = patientWords(patient ?? '')
  if (words.length > 0) {
    const occur = words.map((word) => sql`strpos(study.patient_folded, ${word}) > 0`)
    conditions.push(sql`exists (
      select from study where study.message_id = box.id and ${sql.join(occur, sql` and `)}
    )`)
  }
  return sql.join(conditions, sql` and `)
}

/** What is alike comes the newest first. */
const SORT_VALUES: Readonly<Record<BoxSort, RawBuilder<unknown>>> = {
  date: sql`box.created_at`,
  institution: sql`(select min(name collate czech) from institution where id = any(box.others))`,
  size: sql`box.size_bytes`,
}
