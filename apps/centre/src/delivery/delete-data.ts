/** DELETE /api/messages/{id}/data: for this mailbox, and from the store with the last mailbox that held it. */
import { sql, type Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import { reachPoint } from '../crash-points.ts'
import type { Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'
import type { Member } from '../identity/index.ts'
import { noteEvent, releaseHeld, requireAccess } from '../messages/index.ts'
import { attest } from '../signing/index.ts'

export async function deleteData(centre: Centre, member: Member, messageId: string): Promise<void> {
  const institutionId = member.institution.id
  await deleteFrom(centre, { messageId, institutionId }, member, async (trx) => {
    const access = await requireAccess(trx, messageId, institutionId)
    if (!access.asRecipient) {
      throw new Problem(403, 'not-recipient', 'Only a recipient can delete the data of a message.')
    }
  })
}

/** Its time is over (`retention.days`). */
export async function deleteExpiredData(centre: Centre, held: HeldData): Promise<void> {
  await deleteFrom(centre, held, null)
}

interface HeldData {
  readonly messageId: string
  readonly institutionId: string
}

/** @param actor null: the centre itself */
async function deleteFrom(
  centre: Centre,
  { messageId, institutionId }: HeldData,
  actor: Member | null,
  check?: (trx: Transaction<Database>) => Promise<void>,
): Promise<void> {
  const senderId = await centre.db.transaction().execute(async (trx) => {
    await check?.(trx)
    // Recipients that delete at the same time go one after the other: one of them is the last. Not a lock of the key:
    // who notes an event of the message holds the delivery that is wanted next, and would wait for us for ever.
    const message = await trx
      .selectFrom('message')
      .where('id', '=', messageId)
      .select(['sender_institution_id', 'package_sha256'])
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow()
    const at = centre.clock()
    const deleted = await trx
      .updateTable('delivery')
      .set({ status: 'deleted', at, marked_unread: false })
      .where('message_id', '=', messageId)
      .where('institution_id', '=', institutionId)
      .where('status', '!=', 'deleted')
      .returning('message_id')
      .executeTakeFirst()
    if (deleted === undefined) return undefined
    await releaseHeld(trx, messageId, institutionId)
    await noteEvent(trx, {
      messageId,
      at,
      actor: actor?.personName ?? 'centre',
      what: 'deleted',
      institutionId,
    })
    if (message.package_sha256 !== null) {
      const recipientIds = [institutionId]
      await attest(centre, trx, {
        messageId,
        recipientIds,
        kind: 'deleted',
        at,
        sha256: message.package_sha256,
      })
    }
    const { rows: holders } = await sql`
      select from delivery where message_id = ${messageId} and status <> 'deleted' limit 1
    `.execute(trx)
    const isLast = holders.length === 0
    if (isLast && message.package_sha256 !== null) {
      await trx
        .updateTable('message')
        .set({ status: 'deleted', package_sha256: null })
        .where('id', '=', messageId)
        .execute()
      const sha256 = message.package_sha256.toString('hex')
      await centre.jobs.add(trx, 'delete-package', { messageId, sha256 })
    }
    await centre.audit.record(trx, {
      at,
      actor,
      action: 'message.delete-data',
      messageId,
      details: { packageRemoved: isLast, ...(actor === null ? { reason: 'retention' } : {}) },
    })
    await reachPoint('delete.before-commit')
    return message.sender_institution_id
  })
  await reachPoint('delete.committed')
  if (senderId === undefined) return
  centre.events.publish([senderId, institutionId], { type: 'message', id: messageId, status: 'deleted' })
}
