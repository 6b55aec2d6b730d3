/** Who sent the images of a message at first, however often they were forwarded since. */
import type { Kysely } from 'kysely'
import type { Database } from '../database/index.ts'

/** @returns UUID of the institution */
export async function firstSender(
  db: Kysely<Database>,
  messageId: string,
  senderId: string,
): Promise<string> {
  const source = await db
    .selectFrom('forwarded')
    .innerJoin('message', 'message.id', 'forwarded.source_id')
    .where('forwarded.message_id', '=', messageId)
    .select(['message.id', 'message.sender_institution_id'])
    .executeTakeFirst()
  if (source === undefined) return senderId
  return await firstSender(db, source.id, source.sender_institution_id)
}
