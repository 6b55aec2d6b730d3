/** What lies where in a delivered package: so that a node can check each instance and pass it on by itself. */
import { type FileToOpen, type IndexEntry, readIndex } from '@epacs/package'
import type { Centre } from '../centre.ts'
import { Problem } from '../http/index.ts'
import type { Member } from '../identity/index.ts'
import { messageNotFound, requireAccess } from '../messages/index.ts'
import { ifPresent } from '../storage/index.ts'

export type DeliveredInstance = Pick<
  IndexEntry,
  'sopInstanceUid' | 'sopClassUid' | 'transferSyntaxUid' | 'offset' | 'sizeBytes' | 'sha256'
> & {
  /** Of its series; empty: it says none. */
  readonly modality: string
}

/** Throws 404 for everybody but a recipient, 410 for data that was deleted. */
export async function deliveredInstances(
  centre: Centre,
  node: Member,
  messageId: string,
): Promise<readonly DeliveredInstance[]> {
  const { asRecipient } = await requireAccess(centre.db, messageId, node.institution.id)
  if (!asRecipient) throw messageNotFound()
  const row = await centre.db
    .selectFrom('message')
    .innerJoin('delivery', 'delivery.message_id', 'message.id')
    .where('message.id', '=', messageId)
    .where('delivery.institution_id', '=', node.institution.id)
    .where('delivery.status', '!=', 'deleted')
    .select('package_sha256')
    .executeTakeFirst()
  const sha256 = row?.package_sha256?.toString('hex')
  const file = sha256 === undefined ? undefined : await centre.store.indexFile({ messageId, sha256 })
  const instances =
    file === undefined ? undefined : await ifPresent(placesIn(file, await modalitiesOf(centre, messageId)))
  if (instances === undefined) throw new Problem(410, 'data-deleted', 'The data of this message was deleted.')
  return instances
}

/** By Series Instance UID. */
async function modalitiesOf(centre: Centre, messageId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await centre.db
    .selectFrom('series')
    .where('message_id', '=', messageId)
    .select(['series_instance_uid', 'modality'])
    .execute()
  return new Map(rows.map(({ series_instance_uid, modality }) => [series_instance_uid, modality]))
}

async function placesIn(
  indexFile: FileToOpen,
  modalities: ReadonlyMap<string, string>,
): Promise<readonly DeliveredInstance[]> {
  const places: DeliveredInstance[] = []
  for await (const entry of readIndex(indexFile)) {
    const { sopInstanceUid, sopClassUid, transferSyntaxUid, offset, sizeBytes, sha256, seriesInstanceUid } =
      entry
    const modality = modalities.get(seriesInstanceUid) ?? ''
    places.push({ sopInstanceUid, sopClassUid, transferSyntaxUid, modality, offset, sizeBytes, sha256 })
  }
  return places
}
