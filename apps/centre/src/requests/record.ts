/** A request's own record, which both parties read, and who is told that it has changed. */
import type { Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import type { Member } from '../identity/index.ts'
import type { RequestEventName } from './words.ts'

export interface RequestEvent {
  readonly requestId: string
  readonly at: Date
  /** Null: the centre itself. */
  readonly by: Pick<Member, 'personName' | 'institution'> | null
  readonly what: RequestEventName
  /** The message that answers. */
  readonly messageId?: string
}

export async function noteRequestEvent(
  trx: Transaction<Database>,
  { requestId, at, by, what, messageId }: RequestEvent,
): Promise<void> {
  await trx
    .insertInto('image_request_event')
    .values({
      request_id: requestId,
      at,
      actor: by?.personName ?? 'centre',
      institution_id: by?.institution.id ?? null,
      what,
      message_id: messageId ?? null,
    })
    .execute()
}

export interface RequestParties {
  readonly askingId: string
  readonly askedId: string
}

export function tellParties(
  centre: Pick<Centre, 'events'>,
  { askingId, askedId }: RequestParties,
  request: { readonly id: string; readonly status: string },
): void {
  centre.events.publish([askingId, askedId], { type: 'request', ...request })
}
