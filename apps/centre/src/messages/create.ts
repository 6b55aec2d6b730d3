/** Creating a message: everything that can be refused is refused here, before bytes travel. */
import { sql, type Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import { reachPoint } from '../crash-points.ts'
import type { Database } from '../database/index.ts'
import { type DeclaredStudy, noteDeclared } from '../declared/index.ts'
import { type EndToEndEnvelope, noteEndToEnd } from '../end-to-end/index.ts'
import { Problem } from '../http/index.ts'
import type { Member } from '../identity/index.ts'
import { type Answer, noteAnswer } from '../requests/index.ts'
import { findAccess } from './access.ts'
import { beginMessage, type CreatedMessage, createdBefore, type Envelope, repeatable } from './begin.ts'
import { type AttachedDocument, attachDocuments, requireNamedOnce } from './documents.ts'
import { startChecking } from './start-checking.ts'
import { noteSupplement, supplemented } from './supplements.ts'

export interface NewMessage extends Envelope {
  readonly uploads: readonly string[]
  readonly documents: readonly AttachedDocument[]
  readonly allOrNothing: boolean
  readonly inReplyTo: string | null
  /** A message whose later images these are. */
  readonly supplementTo?: string | undefined
  /** What it is going to hold. */
  readonly declared?: readonly DeclaredStudy[] | undefined
  /** The request for images that it answers. */
  readonly answer?: Answer | undefined
  /** Its upload is encrypted to nodes of its recipients. */
  readonly endToEnd?: EndToEndEnvelope | undefined
}

export async function createMessage(
  centre: Centre,
  sender: Member,
  message: NewMessage,
  idempotencyKey: string | undefined,
): Promise<CreatedMessage> {
  requireNamedOnce(message)
  const request = repeatable(idempotencyKey, recognised(message))
  const created = await centre.db.transaction().execute(async (trx): Promise<CreatedMessage> => {
    const earlier = await createdBefore(trx, sender, request)
    if (earlier !== undefined) return { id: earlier, creation: 'repeated' }
    if (message.inReplyTo !== null && !(await findAccess(trx, message.inReplyTo, sender.institution.id))) {
      throw new Problem(422, 'unknown-reply', 'The message that this one replies to is not known here.')
    }
    const { supplementTo: named } = message
    const first = named === undefined ? undefined : await supplemented(trx, sender, message.recipients, named)
    const uploads = [...message.uploads, ...message.documents.map(({ upload }) => upload)]
    const sizes = await declaredSizes(trx, sender, uploads)
    const declaredBytes = [...sizes.values()].reduce((sum, sizeBytes) => sum + sizeBytes, 0)
    const id = await beginMessage(centre, trx, sender, { ...message, declaredBytes }, request)
    if (first !== undefined) await noteSupplement(trx, id, first)
    await noteDeclared(trx, id, message.declared ?? [])
    if (message.answer !== undefined) {
      await noteAnswer(centre, trx, sender, { id, recipients: message.recipients }, message.answer)
    }
    if (message.endToEnd !== undefined) await noteEndToEnd(trx, sender, id, message.endToEnd, message)
    await claimUploads(trx, id, uploads)
    await noteArrival(trx, id, sender, uploads)
    await attachDocuments(centre, trx, id, message, sizes)
    await startChecking(centre, trx, id)
    await centre.audit.record(trx, {
      at: centre.clock(),
      actor: sender,
      action: 'message.create',
      messageId: id,
      details: {
        recipients: message.recipients,
        uploads: message.uploads.length,
        documents: message.documents.length,
        declaredBytes,
        ...(message.endToEnd === undefined ? {} : { isEndToEnd: true }),
      },
    })
    await reachPoint('message.before-commit')
    return { id, creation: 'new' }
  })
  await reachPoint('message.committed')
  return created
}

/**
 * Without documents as before there were any, and never by what is declared: requests begun before an upgrade, of the
 * centre or of a node, are repeated after it.
 */
function recognised({ documents, declared: _declared, ...message }: NewMessage): object {
  if (documents.length === 0) return message
  const { recipients, uploads, ...others } = message
  return { recipients, uploads, documents, ...others }
}

interface DeclaredUpload {
  readonly id: string
  readonly size_bytes: number
  readonly message_id: string | null
  readonly is_deferred: boolean
}

/**
 * The uploads' declared lengths. Locks them: none of them can go into two messages, expire or be
 * terminated meanwhile. Somebody else's upload is as unknown as one that never was.
 */
async function declaredSizes(
  trx: Transaction<Database>,
  sender: Member,
  uploads: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<DeclaredUpload>`
    select id, size_bytes, message_id, is_deferred from upload
    where id = any(${uploads}::uuid[])
      and institution_id = ${sender.institution.id} and person_id = ${sender.personId}
    order by id for update
  `.execute(trx)
  const used = rows.filter(({ message_id }) => message_id !== null)
  if (used.length > 0) {
    throw new Problem(409, 'upload-used', 'An upload belongs to another message already.', {
      uploads: firstFew(used.map(({ id }) => id)),
    })
  }
  if (rows.length < uploads.length) {
    const known = new Set(rows.map(({ id }) => id))
    throw new Problem(422, 'unknown-upload', 'No upload of yours has this id; it may have expired.', {
      uploads: firstFew(uploads.filter((id) => !known.has(id))),
    })
  }
  const deferred = rows.filter(({ is_deferred }) => is_deferred)
  if (deferred.length > 0) {
    throw new Problem(409, 'upload-length-deferred', 'The length of an upload was not told yet.', {
      uploads: firstFew(deferred.map(({ id }) => id)),
    })
  }
  return new Map(rows.map(({ id, size_bytes }) => [id, size_bytes]))
}

async function claimUploads(
  trx: Transaction<Database>,
  messageId: string,
  uploads: readonly string[],
): Promise<void> {
  await sql`
    update upload set message_id = ${messageId}, position = named.position - 1
    from unnest(${uploads}::uuid[]) with ordinality as named (id, position)
    where upload.id = named.id
  `.execute(trx)
}

/** A node's upload may have gone to the recipient's node while it came; its row goes when the message is there. */
async function noteArrival(
  trx: Transaction<Database>,
  messageId: string,
  sender: Member,
  [upload, ...others]: readonly string[],
): Promise<void> {
  if (sender.method !== 'node' || upload === undefined || others.length > 0) return
  await trx.updateTable('message').set({ arrived_as: upload }).where('id', '=', messageId).execute()
}

/** A request may name 100,000 uploads; the problem names enough of them to find the mistake. */
function firstFew(ids: readonly string[]): readonly string[] {
  return ids.slice(0, 20)
}
