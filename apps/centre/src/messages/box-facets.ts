/** What the filters in the head of a box can choose from, counted over the whole of it from indexes alone. */
import { type DeliveryStatus, IN_MAILBOX } from '@epacs/exchange'
import { sql, type Transaction } from 'kysely'
import type { Database } from '../database/index.ts'
import type { BoxPage, BoxQuery } from './box-query.ts'
import type { Party } from './summaries.ts'

const ARRIVED: ReadonlySet<DeliveryStatus> = new Set(IN_MAILBOX)

export async function facetsOf(
  trx: Transaction<Database>,
  institutionId: string,
  { box }: Pick<BoxQuery, 'box'>,
): Promise<BoxPage['facets']> {
  return box === 'inbox' ? await ofInbox(trx, institutionId) : await ofSent(trx, institutionId)
}

async function ofInbox(trx: Transaction<Database>, institutionId: string): Promise<BoxPage['facets']> {
  // Of every status: in the order of the index, without a hash of a hundred thousand.
  const counted = await sql<Party & { status: DeliveryStatus; messages: number }>`
    select institution.id, institution.name, counted.status, counted.messages
    from (
      select sender_institution_id, status, count(*)::int as messages from delivery
      where institution_id = ${institutionId}
      group by sender_institution_id, status
    ) as counted join institution on institution.id = counted.sender_institution_id
    order by institution.name collate czech, institution.id
  `.execute(trx)
  const rows = counted.rows.filter(({ status }) => ARRIVED.has(status))
  const institutions = [...Map.groupBy(rows, ({ id }) => id).values()].flatMap((group) => {
    const [first] = group
    return first === undefined ? [] : [{ id: first.id, name: first.name, messages: sum(group) }]
  })
  const statuses = [...Map.groupBy(rows, ({ status }) => status)]
    .map(([status, group]) => ({ status, messages: sum(group) }))
    .sort((one, other) => (one.status < other.status ? -1 : 1))
  return { institutions, statuses, deliveries: statuses }
}

async function ofSent(trx: Transaction<Database>, institutionId: string): Promise<BoxPage['facets']> {
  const institutions = await sql<Party & { messages: number }>`
    select institution.id, institution.name, counted.messages
    from (
      select institution_id, count(*)::int as messages from delivery
      where sender_institution_id = ${institutionId} group by institution_id
    ) as counted join institution on institution.id = counted.institution_id
    order by institution.name collate czech, institution.id
  `.execute(trx)
  const statuses = await sql<{ status: string; messages: number }>`
    select status, count(*)::int as messages from message
    where sender_institution_id = ${institutionId} group by status order by status
  `.execute(trx)
  const deliveries = await sql<{ status: string; messages: number }>`
    select status, count(distinct message_id)::int as messages from delivery
    where sender_institution_id = ${institutionId} group by status order by status
  `.execute(trx)
  return { institutions: institutions.rows, statuses: statuses.rows, deliveries: deliveries.rows }
}

function sum(counted: readonly { readonly messages: number }[]): number {
  return counted.reduce((total, { messages }) => total + messages, 0)
}
