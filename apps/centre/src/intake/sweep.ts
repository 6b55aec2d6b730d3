/**
 * Puts right what a killed process left: messages in checking without a job (at start before jobs do, and then from time to
 * time), packages that no message names (every night, and when a message that was being checked comes to nothing).
 */
import { type Kysely, sql } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { addIntake, startChecking } from '../messages/index.ts'
import type { PackageKey } from '../storage/index.ts'

const KEYS_AT_ONCE = 500
const UNSETTLED: ReadonlySet<string> = new Set(['uploading', 'checking', 'accepted'])

/** Every message that can go on has its job. */
export async function resumeMessages(centre: Centre): Promise<void> {
  const { rows: complete } = await sql<{ id: string }>`
    select id from message
    where status = 'uploading'
      and not exists (select from upload where upload.message_id = message.id and completed_at is null)
      and not exists (select from dicom_reception where message_id = message.id and closed_at is null)
  `.execute(centre.db)
  for (const { id } of complete) {
    await centre.db.transaction().execute((trx) => startChecking(centre, trx, id))
  }
  const checking = await centre.db
    .selectFrom('message')
    .where('status', '=', 'checking')
    .select('id')
    .execute()
  for (const { id } of checking) {
    // The key keeps a job that is there already, with its back-off.
    await centre.db.transaction().execute((trx) => addIntake(centre, trx, id, 'keep'))
  }
}

/**
 * Removes packages whose message does not name them (any more) and will not. Returns how many. Records of messages stay for
 * ever: a package of one that is unknown says that these records are older than the packages, or others.
 */
export async function sweepPackages(centre: Centre): Promise<number> {
  let removed = 0
  for await (const keys of inGroups(centre.store.list(), KEYS_AT_ONCE)) {
    removed += await removeUnneeded(centre, keys)
  }
  return removed
}

/** Those of one message that it does not name and will not. */
export async function removeUnnamed(centre: Centre, messageId: string): Promise<void> {
  for await (const key of centre.store.list(messageId)) await removeUnneeded(centre, [key])
}

/** Of these packages, those whose message does not name them and will not. Returns how many. */
export async function removeUnneeded(centre: Centre, keys: readonly PackageKey[]): Promise<number> {
  const kept = new Set(await packagesNeeded(centre.db, keys))
  let removed = 0
  for (const key of keys) {
    if (kept.has(key)) continue
    await centre.store.delete(key)
    removed++
  }
  return removed
}

/**
 * A package of a message that is not settled may be about to be named by another process: it stays for now. So does one
 * that is being forwarded, whatever became of its own message, and one whose message the records do not know.
 */
export async function packagesNeeded(
  db: Kysely<Database>,
  keys: readonly PackageKey[],
): Promise<readonly PackageKey[]> {
  const ids = [...new Set(keys.map(({ messageId }) => messageId))]
  const rows = await db
    .selectFrom('message')
    .where('id', 'in', ids)
    .select(['id', 'status', 'package_sha256'])
    .execute()
  const messages = new Map(rows.map((row) => [row.id, row]))
  const forwarded = await beingForwarded(db, ids)
  return keys.filter(({ messageId, sha256 }) => {
    const message = messages.get(messageId)
    return (
      message === undefined ||
      UNSETTLED.has(message.status) ||
      message.package_sha256?.toString('hex') === sha256 ||
      forwarded.has(nameOf(messageId, sha256))
    )
  })
}

async function beingForwarded(
  db: Kysely<Database>,
  sourceIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('forwarded')
    .innerJoin('message', 'message.id', 'forwarded.message_id')
    .where('forwarded.source_id', 'in', [...sourceIds])
    .where('message.status', 'in', ['uploading', 'checking'])
    .select(['source_id', 'source_sha256'])
    .execute()
  return new Set(rows.map(({ source_id, source_sha256 }) => nameOf(source_id, source_sha256.toString('hex'))))
}

function nameOf(messageId: string, sha256: string): string {
  return `${messageId} ${sha256}`
}

async function* inGroups<T>(items: AsyncIterable<T>, size: number): AsyncIterable<readonly T[]> {
  let group: T[] = []
  for await (const item of items) {
    group.push(item)
    if (group.length < size) continue
    yield group
    group = []
  }
  if (group.length > 0) yield group
}
