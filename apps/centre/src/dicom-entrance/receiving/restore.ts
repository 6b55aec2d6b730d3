/** What this process was receiving before it ended, from its journals and the database. */
import { sql } from 'kysely'
import type { Centre } from '../../centre.ts'
import { addIntake } from '../../messages/index.ts'
import { isAlive } from '../../process-id.ts'
import { readJournal } from './journal.ts'
import { closeMessage, noteInterruption } from './open-message.ts'
import { Reception } from './reception.ts'
import { JOURNAL, type SpooledInstance } from './spool.ts'
import { type SpoolFolder, setAsideIn } from './spool-folder.ts'

/** Removes spools that nobody needs, says in the records what was interrupted, and ends messages without an instance. */
export async function restoreReceptions(centre: Centre, folder: SpoolFolder): Promise<readonly Reception[]> {
  const spools = new Map<string, readonly SpooledInstance[]>()
  const damaged: string[] = []
  let isNewlyDamaged = false
  for (const path of await folder.paths()) {
    const { instances, damage } = await readJournal(path, folder.files)
    spools.set(path, instances)
    if (damage === undefined) continue
    damaged.push(path)
    isNewlyDamaged ||= !(await folder.isNoted(path))
    folder.keepAside(path)
    centre.log.error(
      { file: path + JOURNAL, firstDamagedByte: damage.startBytes, instancesTold: instances.length },
      'The journal of images received by DICOM was changed on the disk: what its other lines tell is kept, and whoever was sending then has to send again. Journal and images are set aside as *.damaged; look after the disk',
    )
  }
  const aside = await setAsideIn(folder.path)
  if (aside.length > 0) {
    centre.log.error(
      { folder: folder.path, files: aside },
      'Images that were received by DICOM lie there set aside, since their journal was damaged: see epacs fsck, and remove them when they were sent again',
    )
  }
  const named = new Set([...spools.values()].flatMap((spool) => spool.map(({ messageId }) => messageId)))
  const unsettled = await unsettledOf(centre, [...named])
  await takeOver(centre, unsettled)
  const needed = await neededReceptions(centre)
  for (const [path, instances] of spools) {
    for (const instance of instances) needed.get(instance.messageId)?.add({ ...instance, path })
    // Another process' message, too, may have nothing but these.
    if (!instances.some(({ messageId }) => unsettled.has(messageId))) await folder.remove(path)
  }
  const restored: Reception[] = []
  for (const reception of needed.values()) {
    const { messageId, recipientId, state, instances } = reception
    // Nobody knows whose instances stood in the lines that are gone: what is sent again completes any of them.
    if (isNewlyDamaged) await noteLack(centre, reception)
    if (instances.size === 0) {
      // Killed between the message and its first instance: it ends as one in which nothing was.
      await closeMessage(centre, messageId, recipientId, { surplusBytes: 0, complete: false })
      continue
    }
    if (state === 'open') await noteInterruption(centre, messageId, 'centre')
    restored.push(reception)
  }
  // Not sooner: who is killed before notes it again.
  for (const path of damaged) await folder.note(path)
  return restored
}

async function noteLack(centre: Centre, reception: Reception): Promise<void> {
  const { messageId, state } = reception
  reception.lacksInstances = true
  if (state === 'open') return
  await centre.db
    .updateTable('dicom_reception')
    .set({ complete: false })
    .where('message_id', '=', messageId)
    .execute()
  await noteInterruption(centre, messageId, 'centre')
}

/** Of these messages, those that have not come to an end, with the process that is to have their instances. */
async function unsettledOf(
  centre: Centre,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await centre.db
    .selectFrom('dicom_reception')
    .innerJoin('message', 'message.id', 'dicom_reception.message_id')
    .where('message.id', '=', sql<string>`any(${messageIds}::uuid[])`)
    .where('message.status', 'in', ['uploading', 'checking'])
    .select(['message.id', 'process_id'])
    .execute()
  return new Map(rows.map(({ id, process_id }) => [id, process_id]))
}

/** What lies here is received here, also from before processes had names, or when this one lost its own. */
async function takeOver(centre: Centre, receivers: ReadonlyMap<string, string | null>): Promise<void> {
  for (const [messageId, processId] of receivers) {
    if (processId === centre.processId) continue
    await centre.db.transaction().execute(async (trx) => {
      // Who lives has them as well: this folder is a copy of its.
      if (processId !== null && (await isAlive(trx, processId))) return
      const { numUpdatedRows } = await trx
        .updateTable('dicom_reception')
        .set({ process_id: centre.processId, missing_since: null })
        .where('message_id', '=', messageId)
        .where('process_id', 'is not distinct from', processId)
        .executeTakeFirst()
      if (numUpdatedRows === 0n) return
      const checking = await trx
        .selectFrom('message')
        .where('id', '=', messageId)
        .where('status', '=', 'checking')
        .select('id')
        .forNoKeyUpdate()
        .executeTakeFirst()
      if (checking !== undefined) await addIntake(centre, trx, messageId, 'replace')
    })
  }
}

/** By message, without their instances. */
async function neededReceptions(centre: Centre): Promise<ReadonlyMap<string, Reception>> {
  const rows = await centre.db
    .selectFrom('dicom_reception')
    .innerJoin('message', 'message.id', 'dicom_reception.message_id')
    .innerJoin('delivery', 'delivery.message_id', 'message.id')
    .where('message.status', 'in', ['uploading', 'checking'])
    // Others' are found by them, when they start.
    .where('process_id', '=', centre.processId)
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
