/** What this process was receiving before it ended, from its journals and the database. */
import type { Centre } from '../../centre.ts'
import { closeMessage, noteInterruption } from './open-message.ts'
import { Reception } from './reception.ts'
import { readJournal, type SpoolFolder } from './spool-folder.ts'

/** Removes spools that nobody needs, says in the records what was interrupted, and ends messages without an instance. */
export async function restoreReceptions(centre: Centre, folder: SpoolFolder): Promise<readonly Reception[]> {
  const needed = await neededReceptions(centre)
  for (const path of await folder.paths()) {
    const instances = await readJournal(path)
    const wanted = instances.filter(({ messageId }) => needed.has(messageId))
    for (const instance of wanted) needed.get(instance.messageId)?.add({ ...instance, path })
    if (wanted.length === 0) await folder.remove(path)
  }
  const restored: Reception[] = []
  for (const reception of needed.values()) {
    const { messageId, recipientId, state, instances } = reception
    if (instances.size === 0) {
      // Killed between the message and its first instance: it ends as one in which nothing was.
      await closeMessage(centre, messageId, recipientId, { surplusBytes: 0, complete: false })
      continue
    }
    if (state === 'open') await noteInterruption(centre, messageId, 'centre')
    restored.push(reception)
  }
  return restored
}

/** By message, without their instances. */
async function neededReceptions(centre: Centre): Promise<ReadonlyMap<string, Reception>> {
  const rows = await centre.db
    .selectFrom('dicom_reception')
    .innerJoin('message', 'message.id', 'dicom_reception.message_id')
    .innerJoin('delivery', 'delivery.message_id', 'message.id')
    .where('message.status', 'in', ['uploading', 'checking'])
    // Others' are found by them, when they start.
    .where(({ eb, or }) => or([eb('process_id', '=', centre.processId), eb('process_id', 'is', null)]))
    .select([
      'message.id',
      'message.sender_institution_id',
      'message.declared_bytes',
      'delivery.institution_id',
      'dicom_reception.closed_at',
      'dicom_reception.complete',
    ])
    .execute()
  return new Map(
    rows.map((row) => {
      const reception = new Reception({
        messageId: row.id,
        senderId: row.sender_institution_id,
        recipientId: row.institution_id,
        reservedBytes: row.declared_bytes,
      })
      reception.state = row.closed_at === null ? 'open' : 'closed'
      reception.isInterrupted = !row.complete
      return [row.id, reception]
    }),
  )
}
