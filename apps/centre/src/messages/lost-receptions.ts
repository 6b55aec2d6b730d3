/**
 * Messages that came by DICOM to a process that does not come back: their instances lie on its disk and nowhere else.
 * They come to an end when it has been missing for long enough, and their senders learn it.
 */
import type { Centre } from '../centre.ts'
import { isAlive } from '../process-id.ts'
import { expireMessage } from './expire.ts'

const UNSETTLED = ['uploading', 'checking'] as const
const DAY_MS = 24 * 3_600_000

export async function expireLost(centre: Centre): Promise<void> {
  await lookForProcesses(centre)
  const before = new Date(centre.clock().getTime() - centre.config.dicom.lostAfterDays * DAY_MS)
  const lost = await centre.db
    .selectFrom('dicom_reception')
    .innerJoin('message', 'message.id', 'dicom_reception.message_id')
    .where('message.status', 'in', UNSETTLED)
    .where('missing_since', '<=', before)
    .select(['message.id', 'process_id'])
    .execute()
  for (const { id, process_id } of lost) {
    centre.log.error(
      { messageId: id, processId: process_id },
      'a message that came by DICOM is given up: the process that received it has not been running for dicom.lostAfterDays',
    )
    await expireMessage(centre, id, UNSETTLED)
  }
}

/** Of each that has something: whether it lives, and if not, since when. */
async function lookForProcesses({ db, clock }: Centre): Promise<void> {
  const processes = await db
    .selectFrom('dicom_reception')
    .innerJoin('message', 'message.id', 'dicom_reception.message_id')
    .where('message.status', 'in', UNSETTLED)
    .select('process_id')
    .distinct()
    .execute()
  for (const { process_id } of processes) {
    await db.transaction().execute(async (trx) => {
      // From before processes had names: whoever finds them in its folder takes them over.
      const lives = process_id !== null && (await isAlive(trx, process_id))
      await trx
        .updateTable('dicom_reception')
        .set({ missing_since: lives ? null : clock() })
        .where('process_id', 'is not distinct from', process_id)
        .where('missing_since', lives ? 'is not' : 'is', null)
        .execute()
    })
  }
}
