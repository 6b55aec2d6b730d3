/** What an upload takes of what all share, asked for before its bytes are written: the institution's share, and the disk. */
import { Problem } from '../http/index.ts'
import { CLAIM_BYTES } from './receive.ts'
import { setClaimed } from './upload-rows.ts'
import type { Uploading } from './uploading.ts'

/** @param uploads that begin with it. @throws Problem 429 */
export async function claimOpenBytes(
  { openUploads }: Uploading,
  institutionId: string,
  bytes: number,
  uploads: 0 | 1,
): Promise<void> {
  if (await openUploads.claim(institutionId, bytes, uploads)) return
  const detail = 'Too many uploads, or too many bytes of them, wait for a message.'
  throw new Problem(429, 'too-many-uploads', detail)
}

/** @throws Problem 507 */
export async function claimSpace({ space }: Uploading, bytes: number): Promise<void> {
  // Twice: once as received, once in the package.
  if (await space.claim(2 * bytes)) return
  throw new Problem(507, 'out-of-space', 'The centre has no space for this upload now.')
}

/**
 * For an upload whose length is not known yet, which must have room for so many bytes. It gets it in steps, and these
 * count among the institution's open bytes as an announced length would. Space on the disk is asked for beside it,
 * whenever bytes are to be written. @throws Problem 429
 */
export async function claimAsItGrows(
  uploading: Uploading,
  upload: { readonly id: string; readonly institutionId: string; readonly claimedBytes: number },
  neededBytes: number,
): Promise<number> {
  const { id, institutionId, claimedBytes } = upload
  if (neededBytes <= claimedBytes) return claimedBytes
  const wantedBytes = Math.max(neededBytes, claimedBytes + CLAIM_BYTES)
  await claimOpenBytes(uploading, institutionId, wantedBytes - claimedBytes, 0)
  await setClaimed(uploading.centre.db, id, wantedBytes)
  return wantedBytes
}

export function tooLarge(maxBytes: number): Problem {
  return new Problem(413, 'upload-too-large', 'The upload is larger than this centre takes.', { maxBytes })
}
