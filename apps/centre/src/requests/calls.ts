/** Programs of the institution that is asked are called about requests. Institutions are named, patients and people's words never. */
import type { Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { queueCalls } from '../webhooks/index.ts'
import type { RequestParties } from './record.ts'

/** Within the transaction that makes it true. */
export async function callAsked(
  { clock }: Pick<Centre, 'clock'>,
  trx: Transaction<Database>,
  type: 'request.received' | 'request.overdue',
  { id, askingId, askedId }: RequestParties & { readonly id: string },
): Promise<void> {
  const { urgency, neededBy, name } = await trx
    .selectFrom('image_request')
    .innerJoin('institution', 'institution.id', 'image_request.asking_institution_id')
    .where('image_request.id', '=', id)
    .select(['urgency', 'needed_by as neededBy', 'institution.name'])
    .executeTakeFirstOrThrow()
  const data = {
    request: id,
    urgency,
    urgent: urgency !== 'routine',
    neededBy: neededBy.toISOString(),
    asking: { id: askingId, name },
  }
  await queueCalls(trx, [{ institutionId: askedId, type, askedAs: ['request.received'], at: clock(), data }])
}
