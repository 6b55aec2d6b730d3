/** Received bytes that nobody needs any more. */
import { sql } from 'kysely'
import { reachPoint } from '../crash-points.ts'
import { Problem } from '../http/index.ts'
import { severalAtOnce } from './several-at-once.ts'
import { completeUpload, type Uploading, withLock } from './uploading.ts'

const AT_ONCE = 500
const TOGETHER = 8

/** The message has come to an end, or its package is there. */
export async function discardUploads(uploading: Uploading, messageId: string): Promise<void> {
  const { db } = uploading.centre
  for (;;) {
    const uploads = await db
      .selectFrom('upload')
      .innerJoin('message', 'message.id', 'upload.message_id')
      .where('upload.message_id', '=', messageId)
      .where('message.status', 'not in', ['uploading', 'checking'])
      .select('upload.id')
      .limit(AT_ONCE)
      .execute()
    if (uploads.length === 0) return
    await reachPoint('discard.begun')
    await severalAtOnce(uploads, TOGETHER, ({ id }) =>
      withLock(uploading, id, () => uploading.files.remove(id)),
    )
    await reachPoint('discard.files-removed')
    const ids = uploads.map(({ id }) => id)
    await db.deleteFrom('upload').where('id', 'in', ids).execute()
  }
}

/** Uploads that no message took, and that were left alone for too long. */
export async function expireUploads(uploading: Uploading): Promise<void> {
  const { db, clock } = uploading.centre
  for (;;) {
    const expired = await db
      .deleteFrom('upload')
      .where('id', 'in', (expiring) =>
        expiring
          .selectFrom('upload')
          .where('message_id', 'is', null)
          .where('expires_at', '<=', clock())
          .select('id')
          .limit(AT_ONCE)
          .forUpdate()
          .skipLocked(),
      )
      .returning('id')
      .execute()
    for (const { id } of expired) uploading.arriving.end(id, 'abandoned')
    for (const { id } of expired) await removeUnlessBusy(uploading, id)
    if (expired.length < AT_ONCE) return
  }
}

async function removeUnlessBusy(uploading: Uploading, id: string): Promise<void> {
  try {
    await withLock(uploading, id, () => uploading.files.remove(id))
  } catch (error) {
    // Whoever still writes has lost the row: the sweep takes the file later.
    if (!(error instanceof Problem)) throw error
  }
}

/**
 * After a crash: uploads whose last byte came but was not recorded are completed; files without a row, and not
 * of a creation that still runs, are removed.
 */
export async function sweepUploads(uploading: Uploading): Promise<void> {
  await completeFinished(uploading)
  const { centre, files } = uploading
  await files.sweep(async (ids) => {
    const known = await centre.db
      .selectFrom('upload')
      .where('id', 'in', [...ids])
      .select('id')
      .execute()
    return new Set(known.map(({ id }) => id))
  })
}

async function completeFinished(uploading: Uploading): Promise<void> {
  const { centre, files, locks } = uploading
  const { rows } = await sql<{ id: string; size_bytes: number; institution_id: string; person_id: string }>`
    select id, size_bytes, institution_id, person_id from upload
    where completed_at is null and not is_deferred and coalesce(received_bytes, size_bytes) = size_bytes
  `.execute(centre.db)
  for (const { id, size_bytes, institution_id, person_id } of rows) {
    // Who is writing will say so itself; who begins now waits until the file has been looked at.
    if (locks.isHeld(id)) continue
    const isWhole = await withLock(uploading, id, async () => {
      if ((await files.offsetBytes(id)) !== size_bytes) return false
      await files.sync(id)
      return true
    })
    if (!isWhole) continue
    await completeUpload(uploading, { id }, { institutionId: institution_id, personId: person_id })
  }
}
