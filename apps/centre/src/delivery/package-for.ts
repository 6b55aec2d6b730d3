/** Which package a reader of a message reads. */
import type { Kysely } from 'kysely'
import type { Database } from '../database/index.ts'
import { refuseEndToEnd } from '../end-to-end/index.ts'
import { Problem } from '../http/index.ts'
import type { Reader } from '../identity/index.ts'
import type { Access } from '../messages/index.ts'
import type { PackageKey } from '../storage/index.ts'

/**
 * Throws the problems 410 for data that was deleted (here, or everywhere) and 409 for a message without a package, or for one
 * that is encrypted end to end.
 *
 * @param use 'as-it-lies': who reads makes nothing of what is in it
 */
export async function packageFor(
  db: Kysely<Database>,
  reader: Reader,
  access: Access,
  messageId: string,
  use: 'images' | 'as-it-lies' = 'images',
): Promise<{ readonly key: PackageKey; readonly createdAt: Date }> {
  const message = await db
    .selectFrom('message')
    .leftJoin('delivery', (join) =>
      join
        .onRef('delivery.message_id', '=', 'message.id')
        .on('delivery.institution_id', '=', reader.institution.id),
    )
    .where('message.id', '=', messageId)
    .select(['package_sha256', 'message.created_at', 'message.status', 'delivery.status as delivery_status'])
    .executeTakeFirstOrThrow()
  const deletedHere = !access.asSender && message.delivery_status === 'deleted'
  if (message.status === 'deleted' || deletedHere) throw dataDeleted()
  if (message.package_sha256 === null) {
    throw new Problem(409, 'no-package', 'The message has no package: it was not delivered.')
  }
  if (use === 'images') await refuseEndToEnd(db, messageId)
  return { key: { messageId, sha256: message.package_sha256.toString('hex') }, createdAt: message.created_at }
}

export function dataDeleted(): Problem {
  return new Problem(410, 'data-deleted', 'The data of this message was deleted.')
}
