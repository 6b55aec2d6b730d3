/** The last byte of the package went out to a member of a recipient. */

import type { Centre } from '../centre.ts'
import { reachPoint } from '../crash-points.ts'
import type { Reader } from '../identity/index.ts'
import { attestOpened, noteEvent, removeMark } from '../messages/index.ts'

export async function markDownloaded(centre: Centre, reader: Reader, messageId: string): Promise<void> {
  const at = centre.clock()
  const institutionId = reader.institution.id
  const senderId = await centre.db.transaction().execute(async (trx) => {
    const downloaded = await trx
      .updateTable('delivery')
      .set({ status: 'downloaded', at })
      .where('message_id', '=', messageId)
      .where('institution_id', '=', institutionId)
      .where('status', 'in', ['delivered', 'opened'])
      .returning('message_id')
      .executeTakeFirst()
    const isFirst = downloaded !== undefined
    await removeMark(trx, messageId, institutionId)
    // Each download stands in the history, the status moves with the first.
    await noteEvent(trx, { messageId, at, actor: reader.personName, what: 'downloaded', institutionId })
    await reachPoint('download.before-commit')
    if (!isFirst) return undefined
    return await attestOpened(centre, trx, { messageId, institutionId, at })
  })
  if (senderId === undefined) return
  centre.events.publish([senderId, institutionId], { type: 'message', id: messageId, status: 'downloaded' })
}
