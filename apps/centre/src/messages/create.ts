/** Creating a message: everything that can be refused is refused here, before bytes travel. */
import { createHash } from 'node:crypto'
import { fold } from '@epacs/exchange'
import { sql, type Transaction } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'
import type { Member } from '../identity/index.ts'
import { findAccess } from './access.ts'
import { chargeMailboxes, lockMailboxes, type MailboxOwner } from './mailbox-space.ts'
import { noteEvent } from './record.ts'
import { startChecking } from './start-checking.ts'

export interface NewMessage {
  readonly recipients: readonly string[]
  readonly uploads: readonly string[]
  readonly subject: string
  readonly note: string
  readonly urgent: boolean
  readonly allOrNothing: boolean
  readonly inReplyTo: string | null
}

export interface CreatedMessage {
  readonly id: string
  /** 'repeated': the same request, by its Idempotency-Key, had created it before. */
  readonly creation: 'new' | 'repeated'
}

export async function createMessage(
  centre: Centre,
  sender: Member,
  message: NewMessage,
  idempotencyKey: string | undefined,
): Promise<CreatedMessage> {
  const requestSha256 = createHash('sha256').update(JSON.stringify(message)).digest()
  return await centre.db.transaction().execute(async (trx) => {
    if (idempotencyKey !== undefined) {
      const earlier = await createdBefore(trx, sender, idempotencyKey, requestSha256)
      if (earlier !== undefined) return { id: earlier, creation: 'repeated' }
    }
    const id = newId()
    const at = centre.clock()
    const recipients = await knownRecipients(trx, message.recipients)
    if (message.inReplyTo !== null && !(await findAccess(trx, message.inReplyTo, sender.institution.id))) {
      throw new Problem(422, 'unknown-reply', 'The message that this one replies to is not known here.')
    }
    const declaredBytes = await declaredSize(trx, sender, message.uploads)
    const full = await chargeMailboxes(trx, recipients, declaredBytes)
    if (full.length > 0) throw mailboxFull(full)
    await trx
      .insertInto('message')
      .values({
        id,
        sender_institution_id: sender.institution.id,
        sender_person_id: sender.personId,
        subject: message.subject,
        note: message.note,
        urgent: message.urgent,
        all_or_nothing: message.allOrNothing,
        in_reply_to: message.inReplyTo,
        status: 'uploading',
        created_at: at,
        declared_bytes: declaredBytes,
        search_folded: searchText(sender, recipients, message),
        idempotency_key: idempotencyKey ?? null,
        request_sha256: idempotencyKey === undefined ? null : requestSha256,
      })
      .execute()
    await trx
      .insertInto('delivery')
      .values(
        recipients.map((recipient) => ({
          message_id: id,
          institution_id: recipient.id,
          status: 'uploading' as const,
          at,
          created_at: at,
          held_bytes: declaredBytes,
        })),
      )
      .execute()
    await claimUploads(trx, id, message.uploads)
    await noteEvent(trx, { messageId: id, at, actor: sender.personName, what: 'created' })
    await startChecking(centre, trx, id)
    await centre.audit.record(trx, {
      at,
      actor: sender,
      action: 'message.create',
      messageId: id,
      details: {
        recipients: recipients.map((recipient) => recipient.id),
        uploads: message.uploads.length,
        declaredBytes,
      },
    })
    return { id, creation: 'new' }
  })
}

/** Serialises requests with the same key, then looks for the message that one of them made. */
async function createdBefore(
  trx: Transaction<Database>,
  sender: Member,
  key: string,
  requestSha256: Buffer,
): Promise<string | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${sender.personId} ${key}`}, 0))`.execute(trx)
  const earlier = await trx
    .selectFrom('message')
    .where('sender_institution_id', '=', sender.institution.id)
    .where('sender_person_id', '=', sender.personId)
    .where('idempotency_key', '=', key)
    .select(['id', 'request_sha256'])
    .executeTakeFirst()
  if (earlier !== undefined && !earlier.request_sha256?.equals(requestSha256)) {
    throw new Problem(422, 'idempotency-key-reused', 'This Idempotency-Key came with another request before.')
  }
  return earlier?.id
}

async function knownRecipients(
  trx: Transaction<Database>,
  ids: readonly string[],
): Promise<readonly MailboxOwner[]> {
  const owners = await lockMailboxes(trx, ids)
  const known = new Set(owners.map(({ id }) => id))
  const unknown = ids.filter((id) => !known.has(id))
  if (unknown.length > 0) {
    throw new Problem(422, 'unknown-recipient', 'No institution with a mailbox has this id.', {
      recipients: unknown,
    })
  }
  return owners
}

/**
 * The sum of the uploads' declared lengths. Locks them: none of them can go into two messages, expire or be
 * terminated meanwhile. Somebody else's upload is as unknown as one that never was.
 */
async function declaredSize(
  trx: Transaction<Database>,
  sender: Member,
  uploads: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ id: string; size_bytes: number; message_id: string | null }>`
    select id, size_bytes, message_id from upload
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
  return rows.reduce((sum, { size_bytes }) => sum + size_bytes, 0)
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

function mailboxFull(owners: readonly MailboxOwner[]): Problem {
  const names = owners.map(({ name }) => name).join(', ')
  return new Problem(409, 'mailbox-full', `There is not enough space in the mailbox of ${names}.`, {
    institutions: owners.map(({ id, name }) => ({ id, name })),
  })
}

function searchText(
  sender: Member,
  recipients: readonly MailboxOwner[],
  { subject, note }: NewMessage,
): string {
  return fold([sender.institution.name, ...recipients.map(({ name }) => name), subject, note].join('\n'))
}

/** A request may name 100,000 uploads; the problem names enough of them to find the mistake. */
function firstFew(ids: readonly string[]): readonly string[] {
  return ids.slice(0, 20)
}
