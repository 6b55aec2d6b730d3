/** What became of the messages that a node's institution has sent: for what its stream of events has lost. */
import type { DeliveryStatus } from '@epacs/exchange'
import type { Kysely } from 'kysely'
import type { Database } from '../database/index.ts'
import type { Member } from '../identity/index.ts'

export interface SentDelivery {
  readonly message: string
  readonly recipient: string
  readonly status: DeliveryStatus
}

/** Of messages made at `from` or later, the newest first. */
export async function sentDeliveries(
  db: Kysely<Database>,
  node: Member,
  { from, mostItems }: { readonly from: Date; readonly mostItems: number },
): Promise<readonly SentDelivery[]> {
  return await db
    .selectFrom('delivery')
    .innerJoin('message', 'message.id', 'delivery.message_id')
    .where('message.sender_institution_id', '=', node.institution.id)
    .where('message.created_at', '>=', from)
    .select(['message.id as message', 'delivery.institution_id as recipient', 'delivery.status'])
    .orderBy('message.created_at', 'desc')
    .orderBy('message.id', 'desc')
    .orderBy('delivery.institution_id')
    .limit(mostItems)
    .execute()
}
