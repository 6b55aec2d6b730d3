/** How much the centre holds, and how much it can. */
import { statfs } from 'node:fs/promises'
import { sql, type Transaction } from 'kysely'
import type { Database } from '../database/index.ts'

export interface Volume {
  readonly totalBytes: number
  /** Of the volume that packages lie on, whoever took it. */
  readonly usedBytes: number
  /** What the centre may still take: above the reserve, which is never promised. */
  readonly freeBytes: number
  readonly reserveBytes: number
}

export interface Mailboxes {
  readonly mailboxes: number
  readonly quotaBytes: number
  /** Messages under way included, for which space is kept. */
  readonly usedBytes: number
  readonly nearlyFull: number
}

/** A mailbox is told to be nearly full from this share of its quota on; the portal's bar warns from there, too. */
export const NEARLY_FULL = 0.9

export async function volumeOf(folder: string, reserveBytes: number): Promise<Volume> {
  const { blocks, bfree, bavail, bsize } = await statfs(folder)
  return {
    totalBytes: blocks * bsize,
    usedBytes: (blocks - bfree) * bsize,
    freeBytes: Math.max(0, bavail * bsize - reserveBytes),
    reserveBytes,
  }
}

export async function mailboxFigures(trx: Transaction<Database>): Promise<Mailboxes> {
  return await trx
    .selectFrom('mailbox')
    .select([
      sql<number>`count(*)::int`.as('mailboxes'),
      sql<number>`coalesce(sum(quota_bytes), 0)::float8`.as('quotaBytes'),
      sql<number>`coalesce(sum(used_bytes), 0)::float8`.as('usedBytes'),
      sql<number>`count(*) filter (where used_bytes >= ${NEARLY_FULL}::float8 * quota_bytes)::int`.as(
        'nearlyFull',
      ),
    ])
    .executeTakeFirstOrThrow()
}
