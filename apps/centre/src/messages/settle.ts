/** Ends of a message without a package: rejected, cancelled, expired. */
import type { Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { forgetDeclared } from '../declared/index.ts'
import { jobAt } from '../jobs/index.ts'
import { releaseHeld } from './mailbox-space.ts'
import { moveDeliveries, noteEvent } from './record.ts'

export interface Ending {
  readonly messageId: string
  readonly status: 'rejected' | 'cancelled' | 'expired'
  readonly at: Date
  /** A person's name, or 'centre'. */
  readonly actor: string
  /** Why the whole was rejected, when it was not for its files. */
  readonly problem?: MessageProblem | undefined
}

/** Codes of `message.problem`, for the portal to translate. */
export const MESSAGE_PROBLEMS = ['mailbox-full', 'centre-out-of-space', 'centre-failure'] as const
export type MessageProblem = (typeof MESSAGE_PROBLEMS)[number]

/**
 * The caller holds the message's row and has checked its status. Space in the mailboxes is free with the
 * commit; the received bytes go with a job of the same transaction.
 */
export async function settle(
  centre: Centre,
  trx: Transaction<Database>,
  { messageId, status, at, actor, problem }: Ending,
): Promise<void> {
  await releaseHeld(trx, messageId)
  const { intake_attempts: attempts } = await trx
    .updateTable('message')
    .set({ status, problem: problem ?? null })
    .where('id', '=', messageId)
    .returning('intake_attempts')
    .executeTakeFirstOrThrow()
  // One that failed may have stored the package all the same: its answer was lost.
  if (attempts > 0) await centre.jobs.add(trx, 'delete-unnamed-packages', { messageId })
  await moveDeliveries(trx, messageId, status, at)
  await noteEvent(trx, { messageId, at, actor, what: status })
  await forgetDeclared(trx, messageId)
  await discardUploads(centre, trx, messageId)
}

/** What the message was to be made of is not needed any more once the transaction commits. */
export async function discardUploads(
  centre: Centre,
  trx: Transaction<Database>,
  messageId: string,
): Promise<void> {
  await centre.jobs.add(trx, 'discard-uploads', { messageId }, { jobKey: `discard-uploads:${messageId}` })
  const forwarded = await trx
    .selectFrom('forwarded')
    .where('message_id', '=', messageId)
    .select(['source_id', 'source_sha256'])
    .executeTakeFirst()
  // Its data may have been deleted meanwhile, and have stayed for this message alone.
  if (forwarded !== undefined) {
    const sha256 = forwarded.source_sha256.toString('hex')
    await centre.jobs.add(trx, 'delete-package', { messageId: forwarded.source_id, sha256 })
  }
  const reception = await trx
    .selectFrom('dicom_reception')
    .where('message_id', '=', messageId)
    .select('process_id')
    .executeTakeFirst()
  if (reception === undefined) return
  const name = jobAt('discard-received', reception.process_id)
  await centre.jobs.add(trx, name, { messageId }, { jobKey: `discard-received:${messageId}` })
}
