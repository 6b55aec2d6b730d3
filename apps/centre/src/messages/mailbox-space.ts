/**
 * What messages take of mailboxes. A mailbox is charged when a message is created (by what its uploads
 * declare), corrected when the package is there, and credited when the message ends or its data is deleted.
 * `mailbox.used_bytes` is always the sum of `delivery.held_bytes` of its deliveries.
 */
import { sql, type Transaction } from 'kysely'
import type { Database } from '../database/index.ts'

export interface MailboxOwner {
  readonly id: string
  readonly name: string
}

/**
 * Locks the mailboxes until the transaction ends, in one order for everybody, so that two senders with the
 * same recipients cannot block each other for good. Institutions without a mailbox are missing in the result.
 */
export async function lockMailboxes(
  trx: Transaction<Database>,
  institutionIds: readonly string[],
): Promise<readonly MailboxOwner[]> {
  return await trx
    .selectFrom('mailbox')
    .innerJoin('institution', 'institution.id', 'mailbox.institution_id')
    .where('mailbox.institution_id', 'in', [...institutionIds])
    .select(['institution.id', 'institution.name'])
    .orderBy('mailbox.institution_id')
    .forUpdate('mailbox')
    .execute()
}

/** Adds the bytes to each mailbox; returns those that they do not fit into. The mailboxes must be locked. */
export async function chargeMailboxes(
  trx: Transaction<Database>,
  owners: readonly MailboxOwner[],
  bytes: number,
): Promise<readonly MailboxOwner[]> {
  const charged = await trx
    .updateTable('mailbox')
    .set({ used_bytes: sql`used_bytes + ${bytes}` })
    .where(
      'institution_id',
      'in',
      owners.map(({ id }) => id),
    )
    // What shrinks always fits, even into a mailbox whose quota was lowered meanwhile.
    .where(sql<boolean>`(used_bytes + ${bytes} <= quota_bytes or ${bytes} <= 0)`)
    .returning('institution_id')
    .execute()
  const fits = new Set(charged.map(({ institution_id }) => institution_id))
  return owners.filter(({ id }) => !fits.has(id))
}

/** Credits the mailboxes with all that the message holds there; with `institutionId`, that mailbox alone. */
export async function releaseHeld(
  trx: Transaction<Database>,
  messageId: string,
  institutionId?: string,
): Promise<void> {
  const owners = institutionId === undefined ? await recipientsOf(trx, messageId) : [institutionId]
  if (owners.length === 0) return
  await lockMailboxes(trx, owners)
  await sql`
    with held as (
      select institution_id, held_bytes from delivery
      where message_id = ${messageId} and institution_id = any(${owners}::uuid[])
    ), freed as (
      update mailbox set used_bytes = used_bytes - held.held_bytes
      from held where mailbox.institution_id = held.institution_id
    )
    update delivery set held_bytes = 0
    where message_id = ${messageId} and institution_id = any(${owners}::uuid[])
  `.execute(trx)
}

async function recipientsOf(trx: Transaction<Database>, messageId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('delivery')
    .where('message_id', '=', messageId)
    .select('institution_id')
    .execute()
  return rows.map(({ institution_id }) => institution_id)
}
