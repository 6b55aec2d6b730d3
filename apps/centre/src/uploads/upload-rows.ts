/** What the database knows of uploads: whose they are, how long they will be, which message they are for. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/index.ts'

export interface UploadOwner {
  readonly institutionId: string
  readonly personId: string
}

export interface UploadRow {
  readonly id: string
  readonly fileName: string
  /** While its length is deferred: what was claimed for it so far. */
  readonly sizeBytes: number
  readonly isDeferred: boolean
  readonly messageId: string | null
  readonly completedAt: Date | null
  readonly expiresAt: Date
  /** Undefined: not in a message yet. */
  readonly messageStatus: string | undefined
}

export interface NewUpload {
  readonly id: string
  readonly owner: UploadOwner
  readonly fileName: string
  readonly sizeBytes: number
  readonly isDeferred?: boolean
  readonly createdAt: Date
  readonly completedAt: Date | null
  readonly expiresAt: Date
}

/**
 * One statement, committed without waiting for the disk: thousands of small files come as uploads of their
 * own. A power cut may forget such a row, and with it an upload that no message names yet; a message that
 * names it is committed after it, and so never without it.
 */
export async function insertUpload(db: Kysely<Database>, upload: NewUpload): Promise<void> {
  await sql`
    with quick as (select set_config('synchronous_commit', 'off', true))
    insert into upload (id, institution_id, person_id, file_name, size_bytes, is_deferred, created_at, completed_at,
      expires_at)
    select ${upload.id}, ${upload.owner.institutionId}, ${upload.owner.personId}, ${upload.fileName},
      ${upload.sizeBytes}, ${upload.isDeferred ?? false}, ${upload.createdAt}, ${upload.completedAt},
      ${upload.expiresAt}
    from quick
  `.execute(db)
}

/** Undefined for everybody but the owner. */
export async function findUpload(
  db: Kysely<Database>,
  id: string,
  owner: UploadOwner,
): Promise<UploadRow | undefined> {
  const row = await db
    .selectFrom('upload')
    .leftJoin('message', 'message.id', 'upload.message_id')
    .where('upload.id', '=', id)
    .where('upload.institution_id', '=', owner.institutionId)
    .where('upload.person_id', '=', owner.personId)
    .selectAll('upload')
    .select('message.status as message_status')
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    id: row.id,
    fileName: row.file_name,
    sizeBytes: row.size_bytes,
    isDeferred: row.is_deferred,
    messageId: row.message_id,
    completedAt: row.completed_at,
    expiresAt: row.expires_at,
    messageStatus: row.message_status ?? undefined,
  }
}

/** The length of an upload whose length was deferred. */
export async function setLength(db: Kysely<Database>, id: string, sizeBytes: number): Promise<void> {
  await db
    .updateTable('upload')
    .set({ size_bytes: sizeBytes, is_deferred: false })
    .where('id', '=', id)
    .where('is_deferred', '=', true)
    .execute()
}

/** More was claimed for an upload whose length is deferred: it counts among the institution's open bytes. */
export async function setClaimed(db: Kysely<Database>, id: string, claimedBytes: number): Promise<void> {
  await db
    .updateTable('upload')
    .set({ size_bytes: claimedBytes })
    .where('id', '=', id)
    .where('is_deferred', '=', true)
    .execute()
}

/** Returns the message that waits for it, null when none does yet, undefined when it was complete or is gone. */
export async function markComplete(
  db: Kysely<Database>,
  id: string,
  at: Date,
): Promise<string | null | undefined> {
  const row = await db
    .updateTable('upload')
    .set({ completed_at: at })
    .where('id', '=', id)
    .where('completed_at', 'is', null)
    .returning('message_id')
    .executeTakeFirst()
  return row?.message_id
}

export async function postponeExpiry(db: Kysely<Database>, id: string, expiresAt: Date): Promise<void> {
  await db.updateTable('upload').set({ expires_at: expiresAt }).where('id', '=', id).execute()
}

/** False when a message uses it: then it goes with the message only. */
export async function deleteUnusedUpload(db: Kysely<Database>, id: string): Promise<boolean> {
  const deleted = await db
    .deleteFrom('upload')
    .where('id', '=', id)
    .where('message_id', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return deleted !== undefined
}

/** Uploads of the institution that no message uses yet, and their bytes as announced, or claimed. */
export async function sumUnused(
  db: Kysely<Database>,
  institutionId: string,
): Promise<{ uploads: number; bytes: number }> {
  return await db
    .selectFrom('upload')
    .where('institution_id', '=', institutionId)
    .where('message_id', 'is', null)
    .select([
      sql<number>`count(*)::int`.as('uploads'),
      sql<number>`coalesce(sum(size_bytes), 0)::float8`.as('bytes'),
    ])
    .executeTakeFirstOrThrow()
}
