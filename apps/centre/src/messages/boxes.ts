/** The two boxes of an institution, filtered, searched and paged. */
import { foldedWords, IN_MAILBOX } from '@epacs/exchange'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Database } from '../database/index.ts'
import { type MessageSummary, type Party, summarise } from './summaries.ts'

const MOST_WORDS = 20

export interface BoxQuery {
  readonly box: 'inbox' | 'sent'
  /** Of the delivery in the inbox, of the message among the sent. */
  readonly status?: string | undefined
  /** The other party. */
  readonly institution?: string | undefined
  readonly q?: string | undefined
  readonly page: number
  readonly pageSize: number
}

export interface BoxPage {
  readonly items: readonly MessageSummary[]
  readonly total: number
  /** Deliveries that nobody has opened yet, whatever the filter. */
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
  const box = query.box === 'inbox' ? inbox(institutionId) : sent(institutionId)
  const filter = filterOf(query)
  const [page, total, unread, institutions, statuses] = await Promise.all([
    sql<{ id: string }>`
      select box.id from ${box} where ${filter}
      order by box.created_at desc, box.id desc
      limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}
    `.execute(db),
    sql<{ total: number }>`select count(*)::int as total from ${box} where ${filter}`.execute(db),
    sql<{ unread: number }>`
      select count(*)::int as unread from delivery
      where institution_id = ${institutionId} and status = 'delivered'
    `.execute(db),
    sql<Party & { messages: number }>`
      select institution.id, institution.name, count(*)::int as messages
      from ${box} cross join unnest(box.others) as other (id) join institution on institution.id = other.id
      group by institution.id order by institution.name collate czech
    `.execute(db),
    sql<{ status: string; messages: number }>`
      select box.status, count(*)::int as messages from ${box} group by box.status order by box.status
    `.execute(db),
  ])
  const ids = page.rows.map(({ id }) => id)
  return {
    items: await summarise(db, ids, institutionId),
    total: total.rows[0]?.total ?? 0,
    unread: unread.rows[0]?.unread ?? 0,
    facets: { institutions: institutions.rows, statuses: statuses.rows },
  }
}

// Both boxes have the same columns, so that filter, page and facets are written once.

function inbox(institutionId: string): RawBuilder<unknown> {
  return sql`(
    select message.id, delivery.created_at, delivery.status, message.search_folded,
      array[message.sender_institution_id] as others
    from delivery join message on message.id = delivery.message_id
    where delivery.institution_id = ${institutionId} and delivery.status = any(${[...IN_MAILBOX]}::text[])
  ) as box`
}

function sent(institutionId: string): RawBuilder<unknown> {
  return sql`(
    select message.id, message.created_at, message.status, message.search_folded,
      array(select institution_id from delivery where delivery.message_id = message.id) as others
    from message where message.sender_institution_id = ${institutionId}
  ) as box`
}

function filterOf({ status, institution, q }: BoxQuery): RawBuilder<unknown> {
  const conditions = [sql`true`]
  if (status !== undefined) conditions.push(sql`box.status = ${status}`)
  if (institution !== undefined) conditions.push(sql`${institution}::uuid = any(box.others)`)
  // Every word must occur, in any order: "novak ct" finds the CT that was sent for Novák.
  for (const word of foldedWords(q ?? '').slice(0, MOST_WORDS)) {
    conditions.push(sql`strpos(box.search_folded, ${word}) > 0`)
  }
  return sql.join(conditions, sql` and `)
}
