/** A message's own record: the history that its parties read, and the status of its deliveries. */
import type { DeliveryStatus } from '@epacs/exchange'
import type { Transaction } from 'kysely'
import type { Database } from '../database/index.ts'
import { tellOfEvents } from '../notices/index.ts'
import type { EventName } from './event-names.ts'

export interface MessageEvent {
  readonly messageId: string
  readonly at: Date
  /** A person's name, `DICOM` and a gateway's AE title, or 'centre'. */
  readonly actor: string
  readonly what: EventName
  /** Whose delivery it concerns: then only the sender and that institution read it. */
  readonly institutionId?: string | undefined
}

export async function noteEvent(trx: Transaction<Database>, event: MessageEvent): Promise<void> {
  await noteEvents(trx, [event])
}

export async function noteEvents(trx: Transaction<Database>, events: readonly MessageEvent[]): Promise<void> {
  if (events.length === 0) return
  await trx
    .insertInto('message_event')
    .values(
      events.map(({ messageId, at, actor, what, institutionId }) => ({
        message_id: messageId,
        at,
        actor,
        what,
        institution_id: institutionId ?? null,
      })),
    )
    .execute()
  await tellOfEvents(trx, events)
}

/** Moves every delivery of the message: only for moves that all of them make together. */
export async function moveDeliveries(
  trx: Transaction<Database>,
  messageId: string,
  status: DeliveryStatus,
  at: Date,
): Promise<readonly string[]> {
  const moved = await trx
    .updateTable('delivery')
    .set({ status, at })
    .where('message_id', '=', messageId)
    .returning('institution_id')
    .execute()
  return moved.map(({ institution_id }) => institution_id)
}
