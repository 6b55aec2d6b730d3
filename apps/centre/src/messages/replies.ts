/**
 * What a message replies to and what replies to it, as far as the reader may read those: an institution learns of no
 * message that is not its own.
 */
import { IN_MAILBOX } from '@epacs/exchange'
import { sql, type Transaction } from 'kysely'
import type { Database } from '../database/index.ts'
import type { Party } from './summaries.ts'

/** Enough for any correspondence; a mailbox lists the rest. */
export const MOST_REPLIES = 50

export interface RelatedMessage {
  readonly id: string
  readonly subject: string
  readonly sender: Party
  readonly createdAt: string
}

export interface Correspondence {
  /** False: a reply would be refused, the sender has no mailbox. */
  readonly senderTakesMessages: boolean
  /** Null: it is no reply, or the reader may not read what it replies to. */
  readonly repliesTo: RelatedMessage | null
  /** Newest first, at most `MOST_REPLIES`. */
  readonly replies: readonly RelatedMessage[]
}

export async function correspondenceOf(
  trx: Transaction<Database>,
  messageId: string,
  readerId: string,
): Promise<Correspondence> {
  const message = await trx
    .selectFrom('message')
    .leftJoin('mailbox', 'mailbox.institution_id', 'message.sender_institution_id')
    .where('message.id', '=', messageId)
    .select(['message.in_reply_to', 'mailbox.institution_id as mailbox'])
    .executeTakeFirstOrThrow()
  const readable = readableMessages(trx, readerId)
  const answered =
    message.in_reply_to === null
      ? undefined
      : await readable.where('message.id', '=', message.in_reply_to).executeTakeFirst()
  const replies = await readable
    .where('message.in_reply_to', '=', messageId)
    .orderBy('message.created_at', 'desc')
    .orderBy('message.id', 'desc')
    .limit(MOST_REPLIES)
    .execute()
  return {
    senderTakesMessages: message.mailbox !== null,
    repliesTo: answered === undefined ? null : related(answered),
    replies: replies.map(related),
  }
}

/** By the rule of `findAccess`. */
export function readableMessages(trx: Transaction<Database>, readerId: string) {
  return trx
    .selectFrom('message')
    .innerJoin('institution', 'institution.id', 'message.sender_institution_id')
    .where((is) =>
      is.or([
        is('message.sender_institution_id', '=', readerId),
        is.exists(
          is
            .selectFrom('delivery')
            .whereRef('delivery.message_id', '=', 'message.id')
            .where('delivery.institution_id', '=', readerId)
            .where('delivery.status', 'in', [...IN_MAILBOX])
            .select(sql`1`.as('one')),
        ),
      ]),
    )
    .select([
      'message.id',
      'message.subject',
      'message.created_at',
      'institution.id as sender_id',
      'institution.name as sender_name',
    ])
}

export function related(row: {
  id: string
  subject: string
  created_at: Date
  sender_id: string
  sender_name: string
}): RelatedMessage {
  return {
    id: row.id,
    subject: row.subject,
    sender: { id: row.sender_id, name: row.sender_name },
    createdAt: row.created_at.toISOString(),
  }
}
