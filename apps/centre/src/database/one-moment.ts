/** Several reads that belong to one answer, all of the same moment. */
import type { Kysely, Transaction } from 'kysely'
import type { Database } from './schema.ts'

/**
 * Whatever `read` asks, it sees the records as they are at its first question, on one connection (PostgreSQL: a read-only
 * transaction with snapshot isolation). Reads on several connections tell of several moments: of a message as delivered
 * and its studies as missing, or of two unread messages beside the number three.
 *
 * One question after the other: a connection answers one at a time.
 */
export async function asOfOneMoment<Answer>(
  db: Kysely<Database>,
  read: (trx: Transaction<Database>) => Promise<Answer>,
): Promise<Answer> {
  return await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((trx) => read(trx))
}
