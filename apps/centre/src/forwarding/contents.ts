/** What a forwarded message is to hold. */
import type { Kysely } from 'kysely'
import type { Database } from '../database/index.ts'
import type { PackageKey } from '../storage/index.ts'

export interface ForwardedContents {
  readonly source: PackageKey
  /** Study Instance UIDs; null: the whole package. */
  readonly studies: readonly string[] | null
}

/** Undefined: the message was not forwarded. */
export async function forwardedContents(
  db: Kysely<Database>,
  messageId: string,
): Promise<ForwardedContents | undefined> {
  const row = await db
    .selectFrom('forwarded')
    .where('message_id', '=', messageId)
    .selectAll()
    .executeTakeFirst()
  if (row === undefined) return undefined
  const source = { messageId: row.source_id, sha256: row.source_sha256.toString('hex') }
  return { source, studies: row.studies }
}
