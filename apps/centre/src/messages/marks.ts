/**
 * Messages marked as unread: a note of the institution to itself, on messages that were opened before. Whether a message
 * was opened is a status that its sender reads, so nothing but opening it makes it read.
 */
import { type DeliveryStatus, IN_MAILBOX } from '@epacs/exchange'
import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import type { Member } from '../identity/index.ts'

/** Not `delivered`, which is unread without a mark, and not `deleted`, of which there is nothing to look at. */
const MARKABLE = IN_MAILBOX.filter((status) => status !== 'delivered' && status !== 'deleted')

export interface Marking {
  readonly messages: readonly string[]
  readonly unread: boolean
}

/** Returns those that are marked as wanted now; what cannot be marked, or is not in the mailbox, is not among them. */
export async function markMessages(
  centre: Centre,
  member: Member,
  { messages, unread }: Marking,
): Promise<readonly string[]> {
  const institutionId = member.institution.id
  const marked = await centre.db.transaction().execute(async (trx) => {
    const rows = await trx
      .updateTable('delivery')
      .set({ marked_unread: unread })
      .where('message_id', 'in', [...messages])
      .where('institution_id', '=', institutionId)
      .where('status', 'in', MARKABLE)
      .returning('message_id')
      .execute()
    await centre.audit.record(trx, {
      at: centre.clock(),
      actor: member,
      action: unread ? 'mailbox.mark-unread' : 'mailbox.mark-read',
      details: { messages: rows.map(({ message_id }) => message_id) },
    })
    return rows.map(({ message_id }) => message_id)
  })
  if (marked.length > 0) centre.events.publish([institutionId], { type: 'mailbox', id: institutionId })
  return marked
}

/** Somebody looks at the message, or has taken it away: whoever was to look once more has. */
export async function removeMark(
  trx: Transaction<Database>,
  messageId: string,
  institutionId: string,
): Promise<DeliveryStatus | undefined> {
  const cleared = await trx
    .updateTable('delivery')
    .set({ marked_unread: false })
    .where('message_id', '=', messageId)
    .where('institution_id', '=', institutionId)
    .where('marked_unread', '=', true)
    .returning('status')
    .executeTakeFirst()
  return cleared?.status
}

/** How many: a scalar expression. */
export function unreadIn(institutionId: string): RawBuilder<number> {
  return sql`(
    select count(*)::int from delivery
    where institution_id = ${institutionId} and (status = 'delivered' or marked_unread)
  )`
}
