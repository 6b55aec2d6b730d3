/** The sender takes a message back, as long as no recipient knows of it. */

import type { Centre } from '../centre.ts'
import { reachPoint } from '../crash-points.ts'
import { Problem } from '../http/index.ts'
import type { Member } from '../identity/index.ts'
import { requireAccess } from './access.ts'
import { settle } from './settle.ts'

export async function cancelMessage(centre: Centre, member: Member, messageId: string): Promise<void> {
  await centre.db.transaction().execute(async (trx) => {
    const access = await requireAccess(trx, messageId, member.institution.id)
    if (!access.asSender) throw new Problem(403, 'not-sender', 'Only the sender can cancel a message.')
    const { status } = await trx
      .selectFrom('message')
      .where('id', '=', messageId)
      .select('status')
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow()
    if (status === 'cancelled') return
    if (status !== 'uploading' && status !== 'checking') {
      throw new Problem(409, 'too-late-to-cancel', 'The message was accepted or has ended already.')
    }
    const at = centre.clock()
    await settle(centre, trx, { messageId, status: 'cancelled', at, actor: member.personName })
    await centre.audit.record(trx, { at, actor: member, action: 'message.cancel', messageId })
    await reachPoint('cancel.before-commit')
  })
  await reachPoint('cancel.committed')
  centre.events.publish([member.institution.id], { type: 'message', id: messageId, status: 'cancelled' })
}
