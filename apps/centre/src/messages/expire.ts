/**
 * Messages whose uploads never complete come to an end, and the space they reserved is freed. A message expires
 * when none of its incomplete uploads can be continued any more.
 */
import { sql } from 'kysely'
import type { Centre } from '../centre.ts'
import { settle } from './settle.ts'

const AT_ONCE = 100

export async function expireMessages(centre: Centre): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ id: string }>`
      select id from message
      where status = 'uploading'
        and exists (select from upload where upload.message_id = message.id and completed_at is null)
        and not exists (
          select from upload
          where upload.message_id = message.id and completed_at is null and expires_at > ${centre.clock()}
        )
      limit ${AT_ONCE}
    `.execute(centre.db)
    for (const { id } of rows) await expireMessage(centre, id)
    if (rows.length < AT_ONCE) return
  }
}

/** Unless its status is another by now. */
export async function expireMessage(
  centre: Centre,
  messageId: string,
  statuses: readonly ('uploading' | 'checking')[] = ['uploading'],
): Promise<void> {
  const senderId = await centre.db.transaction().execute(async (trx) => {
    const message = await trx
      .selectFrom('message')
      .where('id', '=', messageId)
      .where('status', 'in', statuses)
      .select('sender_institution_id')
      .forNoKeyUpdate()
      .executeTakeFirst()
    if (message === undefined) return undefined
    const at = centre.clock()
    await settle(centre, trx, { messageId, status: 'expired', at, actor: 'centre' })
    await centre.audit.record(trx, { at, actor: null, action: 'message.expire', messageId })
    return message.sender_institution_id
  })
  if (senderId !== undefined) {
    centre.events.publish([senderId], { type: 'message', id: messageId, status: 'expired' })
  }
}
