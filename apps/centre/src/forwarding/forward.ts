/**
 * A new message that holds the images of another one. Who may read the source may forward it. Its package stays until
 * the new message has one of its own (see intake's sweep), so that deleting the source's data meanwhile takes nothing.
 */
import { readIndex } from '@epacs/package'
import type { Centre } from '../centre.ts'
import { dataDeleted, packageFor } from '../delivery/index.ts'
import { Problem } from '../http/index.ts'
import type { Member } from '../identity/index.ts'
import {
  beginMessage,
  type CreatedMessage,
  createdBefore,
  type Envelope,
  markOpened,
  repeatable,
  requireAccess,
  startChecking,
} from '../messages/index.ts'
import type { PackageKey } from '../storage/index.ts'
import { claimSpace } from '../uploads/index.ts'

export interface Forwarding extends Envelope {
  readonly sourceId: string
  /** Study Instance UIDs; null: all. */
  readonly studies: readonly string[] | null
}

export async function forwardMessage(
  centre: Centre,
  sender: Member,
  forwarding: Forwarding,
  idempotencyKey: string | undefined,
): Promise<CreatedMessage> {
  const { sourceId, ...envelope } = forwarding
  const request = repeatable(idempotencyKey, forwarding)
  const access = await requireAccess(centre.db, sourceId, sender.institution.id)
  // Before the package is read: its data may have been deleted since the request was carried out.
  const earlier = await centre.db.transaction().execute((trx) => createdBefore(trx, sender, request))
  if (earlier !== undefined) return { id: earlier, creation: 'repeated' }
  // Read outside of the transaction: nobody waits for locks while a long index is read.
  const chosen = await chooseStudies(centre, sender, access, forwarding)
  if (chosen !== undefined && !(await claimSpace(centre, chosen.sizeBytes))) {
    throw new Problem(507, 'out-of-space', 'The centre has no space for these studies now.')
  }
  const created = await centre.db.transaction().execute(async (trx): Promise<CreatedMessage> => {
    const meanwhile = await createdBefore(trx, sender, request)
    if (meanwhile !== undefined) return { id: meanwhile, creation: 'repeated' }
    // Whoever deletes the data at the same moment comes before us, and we learn of it, or after us.
    const source = await trx
      .selectFrom('message')
      .where('id', '=', sourceId)
      .select(['size_bytes'])
      .forShare()
      .executeTakeFirstOrThrow()
    const { key } = await packageFor(trx, sender, access, sourceId)
    const declaredBytes = chosen?.sizeBytes ?? source.size_bytes
    const beginning = { ...envelope, declaredBytes, allOrNothing: false, inReplyTo: null }
    const id = await beginMessage(centre, trx, sender, beginning, request)
    await trx
      .insertInto('forwarded')
      .values({
        message_id: id,
        source_id: sourceId,
        source_sha256: Buffer.from(key.sha256, 'hex'),
        studies: chosen === undefined ? null : [...chosen.studies],
      })
      .execute()
    await startChecking(centre, trx, id)
    const event = { at: centre.clock(), actor: sender, action: 'message.forward' } as const
    const studies = chosen?.studies.length ?? 'all'
    await centre.audit.record(trx, { ...event, messageId: sourceId, details: { forwardedAs: id, studies } })
    await centre.audit.record(trx, {
      ...event,
      action: 'message.create',
      messageId: id,
      details: { recipients: forwarding.recipients, forwardedFrom: sourceId, studies, declaredBytes },
    })
    return { id, creation: 'new' }
  })
  // Who sends it on has seen it: its sender learns that it arrived.
  if (created.creation === 'new' && access.asRecipient) await markOpened(centre, sender, sourceId)
  return created
}

interface ChosenStudies {
  readonly studies: readonly string[]
  /** Of their instances. */
  readonly sizeBytes: number
}

/** Undefined: the whole package. Throws the problem 422 for a study that it does not hold. */
async function chooseStudies(
  centre: Centre,
  sender: Member,
  access: Parameters<typeof packageFor>[2],
  { sourceId, studies }: Forwarding,
): Promise<ChosenStudies | undefined> {
  if (studies === null) return undefined
  const { key } = await packageFor(centre.db, sender, access, sourceId)
  const sizes = await sizesOfStudies(centre, key)
  const unknown = studies.filter((study) => !sizes.has(study))
  if (unknown.length > 0) {
    throw new Problem(422, 'unknown-study', 'The message holds no study with this UID.', {
      studies: unknown.slice(0, 20),
    })
  }
  if (studies.length === sizes.size) return undefined
  return { studies, sizeBytes: studies.reduce((sum, study) => sum + (sizes.get(study) ?? 0), 0) }
}

async function sizesOfStudies(centre: Centre, key: PackageKey): Promise<ReadonlyMap<string, number>> {
  const file = await centre.store.indexFile(key)
  if (file === undefined) throw dataDeleted()
  const sizes = new Map<string, number>()
  for await (const { studyInstanceUid, sizeBytes } of readIndex(file)) {
    sizes.set(studyInstanceUid, (sizes.get(studyInstanceUid) ?? 0) + sizeBytes)
  }
  return sizes
}
