/** What every new message begins with, whatever it will hold: recipients that are known, space in their mailboxes, its row. */
import { createHash } from 'node:crypto'
import { fold } from '@epacs/exchange'
import type { Transaction } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { lockKey, madeBefore, Problem } from '../http/index.ts'
import type { Member } from '../identity/index.ts'
import { chargeMailboxes, lockMailboxes, type MailboxOwner } from './mailbox-space.ts'
import { noteEvent } from './record.ts'

/** What stands on the outside. */
export interface Envelope {
  readonly recipients: readonly string[]
  readonly subject: string
  readonly note: string
  readonly urgent: boolean
}

export interface CreatedMessage {
  readonly id: string
  /** 'repeated': the same request, by its Idempotency-Key, had created it before. */
  readonly creation: 'new' | 'repeated'
}

/** How a request is known again when it is repeated. */
export interface Repeatable {
  readonly key: string | undefined
  readonly sha256: Buffer
}

export function repeatable(key: string | undefined, request: unknown): Repeatable {
  return { key, sha256: createHash('sha256').update(JSON.stringify(request)).digest() }
}

export interface MessageBeginning extends Envelope {
  /** What the recipients' mailboxes are charged with until the package is there. */
  readonly declaredBytes: number
  readonly allOrNothing: boolean
  readonly inReplyTo: string | null
}

/** Its status is `uploading`. Throws the problems 422 for unknown recipients and 409 for full mailboxes. */
export async function beginMessage(
  centre: Centre,
  trx: Transaction<Database>,
  sender: Member,
  message: MessageBeginning,
  { key, sha256 }: Repeatable,
): Promise<string> {
  const id = newId()
  const at = centre.clock()
  const { declaredBytes } = message
  const recipients = await knownRecipients(trx, message.recipients)
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
      idempotency_key: key ?? null,
      request_sha256: key === undefined ? null : sha256,
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
  await noteEvent(trx, { messageId: id, at, actor: sender.personName, what: 'created' })
  return id
}

/** Serialises requests with the same key, then looks for the message that one of them made. */
export async function createdBefore(
  trx: Transaction<Database>,
  sender: Member,
  { key, sha256 }: Repeatable,
): Promise<string | undefined> {
  if (key === undefined) return undefined
  await lockKey(sender.personId, key).execute(trx)
  const earlier = await trx
    .selectFrom('message')
    .where('sender_institution_id', '=', sender.institution.id)
    .where('sender_person_id', '=', sender.personId)
    .where('idempotency_key', '=', key)
    .select(['id', 'request_sha256'])
    .executeTakeFirst()
  return madeBefore(earlier, sha256)
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

function mailboxFull(owners: readonly MailboxOwner[]): Problem {
  const names = owners.map(({ name }) => name).join(', ')
  return new Problem(409, 'mailbox-full', `There is not enough space in the mailbox of ${names}.`, {
    institutions: owners.map(({ id, name }) => ({ id, name })),
  })
}

function searchText(
  sender: Member,
  recipients: readonly MailboxOwner[],
  { subject, note }: Envelope,
): string {
  return fold([sender.institution.name, ...recipients.map(({ name }) => name), subject, note].join('\n'))
}
