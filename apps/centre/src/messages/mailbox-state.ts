/** What a mailbox holds: its space as `mailbox-space.ts` keeps it, and the messages that take it. */
import { type DeliveryStatus, IN_MAILBOX } from '@epacs/exchange'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/index.ts'
import { openReceived } from '../requests/index.ts'
import { unreadIn } from './marks.ts'
import type { Party } from './summaries.ts'

const MOST_LISTED = 10
const ARRIVED = sql`status = any(${[...IN_MAILBOX]}::text[])`

export interface MailboxState {
  /** Null: no mailbox of its own is kept for the institution. */
  readonly quotaBytes: number | null
  /** What messages take, those under way included. */
  readonly usedBytes: number
  /** Of it, kept for messages that have not arrived yet. */
  readonly reservedBytes: number
  /** That lie there with their data. */
  readonly messages: number
  readonly unread: number
  /** Requests for images that were received and are open. */
  readonly openRequests: number
  /** Of them, those that are urgent or stat. */
  readonly urgentRequests: number
}

interface Row {
  readonly quota_bytes: number | null
  readonly used_bytes: number | null
  readonly reserved: number
  readonly messages: number
  readonly unread: number
  readonly open: number
  readonly urgent: number
}

/** All of one moment: one statement. */
export async function stateOfMailbox(db: Kysely<Database>, institutionId: string): Promise<MailboxState> {
  const { rows } = await sql<Row>`
    select mailbox.quota_bytes, mailbox.used_bytes, held.reserved, held.messages, requests.open, requests.urgent,
      ${unreadIn(institutionId)} as unread
    from (
      select (count(*) filter (where ${ARRIVED}))::int as messages,
        coalesce(sum(held_bytes) filter (where not ${ARRIVED}), 0)::bigint as reserved
      from delivery where institution_id = ${institutionId} and held_bytes > 0
    ) as held
    cross join ${openReceived(institutionId)} as requests
    left join mailbox on mailbox.institution_id = ${institutionId}
  `.execute(db)
  const [row] = rows
  if (row === undefined) throw new Error('counting gave no row')
  return {
    quotaBytes: row.quota_bytes,
    usedBytes: row.used_bytes ?? 0,
    reservedBytes: row.reserved,
    messages: row.messages,
    unread: row.unread,
    openRequests: row.open,
    urgentRequests: row.urgent,
  }
}

export interface HeldMessage {
  readonly id: string
  readonly subject: string
  readonly sender: Party
  readonly createdAt: string
  readonly status: DeliveryStatus
  readonly heldBytes: number
}

/** What has not arrived yet is not among them: nobody knows of it before it is there. */
export async function largestInMailbox(
  db: Kysely<Database>,
  institutionId: string,
): Promise<readonly HeldMessage[]> {
  const rows = await db
    .selectFrom('delivery')
    .innerJoin('message', 'message.id', 'delivery.message_id')
    .innerJoin('institution', 'institution.id', 'message.sender_institution_id')
    .where('delivery.institution_id', '=', institutionId)
    .where('delivery.held_bytes', '>', 0)
    .where('delivery.status', 'in', [...IN_MAILBOX])
    .select(['message.id', 'message.subject', 'message.created_at', 'delivery.status', 'delivery.held_bytes'])
    .select(['institution.id as sender_id', 'institution.name as sender_name'])
    .orderBy('delivery.held_bytes', 'desc')
    .orderBy('delivery.message_id')
    .limit(MOST_LISTED)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    subject: row.subject,
    sender: { id: row.sender_id, name: row.sender_name },
    createdAt: row.created_at.toISOString(),
    status: row.status,
    heldBytes: row.held_bytes,
  }))
}
