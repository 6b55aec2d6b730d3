/**
 * From `uploading` to `checking`: as soon as the last upload of a message is complete, its intake is queued in
 * the same transaction as the change of status.
 */
import { sql, type Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { jobAt } from '../jobs/index.ts'
import { moveDeliveries, noteEvent } from './record.ts'

/**
 * True when the message moved on. Safe to be called at any time and by several at once: who completes an upload
 * commits that first and calls this afterwards, so the last of them sees all uploads complete.
 */
export async function startChecking(
  centre: Centre,
  trx: Transaction<Database>,
  messageId: string,
): Promise<boolean> {
  const at = centre.clock()
  const moved = await trx
    .updateTable('message')
    .set({ status: 'checking' })
    .where('id', '=', messageId)
    .where('status', '=', 'uploading')
    .where(
      sql<boolean>`not exists (select from upload where upload.message_id = message.id and completed_at is null)`,
    )
    // What comes by DICOM may go on until its reception is closed.
    .where(
      sql<boolean>`not exists (select from dicom_reception where message_id = message.id and closed_at is null)`,
    )
    .returning('id')
    .executeTakeFirst()
  if (moved === undefined) return false
  await moveDeliveries(trx, messageId, 'checking', at)
  await noteEvent(trx, { messageId, at, actor: 'centre', what: 'checking' })
  await addIntake(centre, trx, messageId, 'replace')
  return true
}

/** For whoever can do it: what came by DICOM lies at the process that it came to. */
export async function addIntake(
  centre: Pick<Centre, 'jobs'>,
  trx: Transaction<Database>,
  messageId: string,
  onExisting: 'keep' | 'replace',
): Promise<void> {
  const received = await trx
    .selectFrom('dicom_reception')
    .where('message_id', '=', messageId)
    .select('process_id')
    .executeTakeFirst()
  const name = jobAt('intake', received?.process_id ?? null)
  await centre.jobs.add(trx, name, { messageId }, { jobKey: `intake:${messageId}`, onExisting })
}
