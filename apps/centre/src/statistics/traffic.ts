/** What the network has carried, by month. Counted as messages are delivered, so that nobody ever counts them all. */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Database } from '../database/index.ts'

export interface Carried {
  readonly messages: number
  readonly sizeBytes: number
  readonly studies: number
}

/** In the transaction that delivers. It holds the month's row until the commit: call it late. */
export async function countDelivered(
  trx: Transaction<Database>,
  at: Date,
  { messages, sizeBytes, studies }: Carried,
): Promise<void> {
  await sql`
    insert into traffic (month, messages, size_bytes, studies)
    values (date_trunc('month', ${at}::timestamptz at time zone 'UTC')::date, ${messages}, ${sizeBytes}, ${studies})
    on conflict (month) do update set
      messages = traffic.messages + excluded.messages,
      size_bytes = traffic.size_bytes + excluded.size_bytes,
      studies = traffic.studies + excluded.studies
  `.execute(trx)
}

/** Oldest month first; months without a message are missing. */
export async function trafficByMonth(
  db: Kysely<Database>,
): Promise<readonly (Carried & { readonly month: string })[]> {
  return await db
    .selectFrom('traffic')
    .select([
      sql<string>`to_char(month, 'YYYY-MM')`.as('month'),
      'messages',
      'size_bytes as sizeBytes',
      'studies',
    ])
    .orderBy('traffic.month')
    .execute()
}
