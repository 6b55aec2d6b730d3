/** Messages whose studies a member may read, by Study Instance UID: the newest first, as they stand in the mailbox. */
import { IN_MAILBOX } from '@epacs/exchange'
import { sql } from 'kysely'
import type { Centre } from '../centre.ts'
import { asOfOneMoment } from '../database/index.ts'
import type { Member } from '../identity/index.ts'
import { type MessageSummary, summarise } from '../messages/index.ts'

const MOST_MESSAGES = 100

export async function messagesWithStudy(
  centre: Centre,
  reader: Member,
  studyInstanceUid: string,
): Promise<readonly MessageSummary[]> {
  const readerId = reader.institution.id
  const found = await asOfOneMoment(centre.db, async (trx) => {
    const rows = await trx
      .selectFrom('study')
      .innerJoin('message', 'message.id', 'study.message_id')
      .where('study.study_instance_uid', '=', studyInstanceUid)
      .where(({ or, eb, exists, selectFrom }) =>
        or([
          eb('message.sender_institution_id', '=', readerId),
          exists(
            selectFrom('delivery')
              .whereRef('delivery.message_id', '=', 'message.id')
              .where('delivery.institution_id', '=', readerId)
              .where('delivery.status', 'in', [...IN_MAILBOX])
              .select(sql`1`.as('one')),
          ),
        ]),
      )
      .select('message.id')
      .distinct()
      .orderBy('message.id', 'desc')
      .limit(MOST_MESSAGES)
      .execute()
    return await summarise(
      trx,
      rows.map(({ id }) => id),
      readerId,
    )
  })
  for (const { id: messageId } of found) {
    const action = 'message.read'
    await centre.audit.record(centre.db, { at: centre.clock(), actor: reader, action, messageId })
  }
  return found
}
