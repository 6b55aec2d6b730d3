/**
 * Later images of what was sent before: a message of its own, since the first one lies in the mailbox as it was delivered, is
 * hashed, and may have been fetched; it names the first one, and both are shown with each other.
 */
import type { Transaction } from 'kysely'
import type { Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'
import type { Member } from '../identity/index.ts'
import { MOST_REPLIES, type RelatedMessage, readableMessages, related } from './replies.ts'

export interface Supplements {
  /** Null: it is none, or the reader may not read what it is to. */
  readonly supplementTo: RelatedMessage | null
  /** Oldest first, at most `MOST_REPLIES`. */
  readonly supplements: readonly RelatedMessage[]
}

/**
 * @param named by the sender: a message of its institution to each of these recipients
 * @returns the first one, when a supplement was named. Throws 422 unknown-supplemented
 */
export async function supplemented(
  trx: Transaction<Database>,
  sender: Member,
  recipients: readonly string[],
  named: string,
): Promise<string> {
  const found = await trx
    .selectFrom('message')
    .where('message.id', '=', named)
    .where('message.sender_institution_id', '=', sender.institution.id)
    .where('message.status', 'in', ['uploading', 'checking', 'accepted', 'delivered'])
    .select(['message.id', 'message.supplement_to'])
    .executeTakeFirst()
  const deliveries = await trx
    .selectFrom('delivery')
    .where('message_id', '=', named)
    .where('institution_id', 'in', [...recipients])
    .select('institution_id')
    .execute()
  if (found === undefined || deliveries.length < recipients.length) {
    throw new Problem(
      422,
      'unknown-supplemented',
      'The message that this one supplements is not one of yours to these recipients, or came to nothing.',
    )
  }
  return found.supplement_to ?? found.id
}

export async function noteSupplement(trx: Transaction<Database>, id: string, to: string): Promise<void> {
  await trx.updateTable('message').set({ supplement_to: to }).where('id', '=', id).execute()
}

export async function supplementsOf(
  trx: Transaction<Database>,
  messageId: string,
  readerId: string,
): Promise<Supplements> {
  const { supplement_to: to } = await trx
    .selectFrom('message')
    .where('id', '=', messageId)
    .select('supplement_to')
    .executeTakeFirstOrThrow()
  const readable = readableMessages(trx, readerId)
  const first = to === null ? undefined : await readable.where('message.id', '=', to).executeTakeFirst()
  const supplements = await readable
    .where('message.supplement_to', '=', messageId)
    .orderBy('message.created_at')
    .orderBy('message.id')
    .limit(MOST_REPLIES)
    .execute()
  return {
    supplementTo: first === undefined ? null : related(first),
    supplements: supplements.map(related),
  }
}
