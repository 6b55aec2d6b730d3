/** A message that is being received, in the database: begun with its first instance, grown with further ones, closed. */
import { fold } from '@epacs/exchange'
import type { Transaction } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Centre } from '../../centre.ts'
import type { Database } from '../../database/index.ts'
import { chargeMailboxes, lockMailboxes, noteEvent, startChecking } from '../../messages/index.ts'
import type { Exchange, Gateway } from '../calling/gateways.ts'

export type NoRoom = 'mailbox-full' | 'cancelled'

/** As the message's record names who sent it: no person did. */
export function actorOf({ aeTitle }: Pick<Gateway, 'aeTitle'>): string {
  return `DICOM ${aeTitle}`
}

/** With so much of the recipient's mailbox reserved. */
export async function beginMessage(
  centre: Centre,
  { gateway, recipient }: Exchange,
  reservedBytes: number,
): Promise<{ readonly messageId: string } | { readonly refused: NoRoom }> {
  const messageId = newId()
  const isBegun = await centre.db.transaction().execute(async (trx) => {
    if (!(await charge(trx, recipient.id, reservedBytes))) return false
    const at = centre.clock()
    await trx
      .insertInto('message')
      .values({
        id: messageId,
        sender_institution_id: gateway.institution.id,
        sender_person_id: null,
        status: 'uploading',
        created_at: at,
        declared_bytes: reservedBytes,
        search_folded: fold([gateway.institution.name, recipient.name].join('\n')),
      })
      .execute()
    await trx
      .insertInto('dicom_reception')
      .values({ message_id: messageId, gateway_id: gateway.id, process_id: centre.processId })
      .execute()
    await trx
      .insertInto('delivery')
      .values({
        message_id: messageId,
        institution_id: recipient.id,
        status: 'uploading',
        at,
        created_at: at,
        held_bytes: reservedBytes,
      })
      .execute()
    await noteEvent(trx, { messageId, at, actor: actorOf(gateway), what: 'created' })
    await centre.audit.record(trx, {
      at,
      actor: { personId: null, institution: gateway.institution },
      action: 'message.create',
      messageId,
      details: { recipients: [recipient.id], gateway: gateway.aeTitle },
    })
    return true
  })
  if (!isBegun) return { refused: 'mailbox-full' }
  centre.events.publish([gateway.institution.id], { type: 'message', id: messageId, status: 'uploading' })
  return { messageId }
}

/** Reserves more for it. Undefined: done. */
export async function growMessage(
  centre: Centre,
  messageId: string,
  recipientId: string,
  bytes: number,
): Promise<NoRoom | undefined> {
  return await centre.db.transaction().execute(async (trx) => {
    if (!(await isReceiving(trx, messageId))) return 'cancelled'
    if (!(await charge(trx, recipientId, bytes))) return 'mailbox-full'
    await changeReservation(trx, messageId, bytes)
    return undefined
  })
}

/** Nothing more comes to it: what was reserved and is not needed is free again, and its checking begins. */
export async function closeMessage(
  centre: Centre,
  messageId: string,
  recipientId: string,
  { surplusBytes, complete }: { readonly surplusBytes: number; readonly complete: boolean },
): Promise<void> {
  const isClosed = await centre.db.transaction().execute(async (trx) => {
    await trx
      .updateTable('dicom_reception')
      .set({ closed_at: centre.clock(), complete })
      .where('message_id', '=', messageId)
      .where('closed_at', 'is', null)
      .execute()
    if (!(await isReceiving(trx, messageId))) return false
    await charge(trx, recipientId, -surplusBytes)
    await changeReservation(trx, messageId, -surplusBytes)
    return await startChecking(centre, trx, messageId)
  })
  if (!isClosed) return
  const { sender_institution_id } = await centre.db
    .selectFrom('message')
    .where('id', '=', messageId)
    .select('sender_institution_id')
    .executeTakeFirstOrThrow()
  centre.events.publish([sender_institution_id], { type: 'message', id: messageId, status: 'checking' })
}

/** In the message's record, for its sender and its recipient; once, until it is continued. */
export async function noteInterruption(centre: Centre, messageId: string, actor: string): Promise<void> {
  await centre.db.transaction().execute(async (trx) => {
    const last = await trx
      .selectFrom('message_event')
      .where('message_id', '=', messageId)
      .select('what')
      .orderBy('position', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (last?.what === 'interrupted') return
    await noteEvent(trx, { messageId, at: centre.clock(), actor, what: 'interrupted' })
  })
}

export async function noteContinuation(centre: Centre, messageId: string, actor: string): Promise<void> {
  await centre.db
    .transaction()
    .execute((trx) => noteEvent(trx, { messageId, at: centre.clock(), actor, what: 'continued' }))
}

/** Locks the message until the transaction ends. */
async function isReceiving(trx: Transaction<Database>, messageId: string): Promise<boolean> {
  const message = await trx
    .selectFrom('message')
    .where('id', '=', messageId)
    .select('status')
    .forNoKeyUpdate()
    .executeTakeFirst()
  return message?.status === 'uploading'
}

async function charge(trx: Transaction<Database>, recipientId: string, bytes: number): Promise<boolean> {
  const owners = await lockMailboxes(trx, [recipientId])
  return (await chargeMailboxes(trx, owners, bytes)).length === 0
}

async function changeReservation(
  trx: Transaction<Database>,
  messageId: string,
  bytes: number,
): Promise<void> {
  await trx
    .updateTable('message')
    .set(({ eb }) => ({ declared_bytes: eb('declared_bytes', '+', bytes) }))
    .where('id', '=', messageId)
    .execute()
  await trx
    .updateTable('delivery')
    .set(({ eb }) => ({ held_bytes: eb('held_bytes', '+', bytes) }))
    .where('message_id', '=', messageId)
    .execute()
}
