/** Uploads that come whole by another way than tus: a part of a STOW-RS request. */
import { v7 as newId } from 'uuid'
import { Problem } from '../http/index.ts'
import type { Member } from '../identity/index.ts'
import { claimOpenBytes, claimSpace } from './claims.ts'
import { shownFileName } from './file-name.ts'
import { CLAIM_BYTES } from './receive.ts'
import { deleteUnusedUpload, insertUpload, markComplete, setLength } from './upload-rows.ts'
import { asProblem, expiryFrom, ownerOf, type Uploading } from './uploading.ts'

/**
 * The id of a complete upload, every byte of it durable. The chunks' memory is given up when it is nobody else's.
 * Throws the problems that creations have; nothing is left of it then, as when the source fails.
 */
export async function receiveWhole(
  uploading: Uploading,
  member: Member,
  name: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<string> {
  const { centre, files } = uploading
  const id = newId()
  const upload = { id, owner: ownerOf(member), fileName: shownFileName(name), createdAt: centre.clock() }
  const expiresAt = expiryFrom(centre)
  try {
    if (files.isShared) {
      const begun = { ...upload, sizeBytes: CLAIM_BYTES, isDeferred: true, completedAt: null, expiresAt }
      await insertUpload(centre.db, begun)
    }
    await files.create(id)
    const sizeBytes = await uploading.chunkSeats.during(member.institution.id, () =>
      write(uploading, member, id, chunks),
    )
    const completedAt = centre.clock()
    if (files.isShared) {
      await setLength(centre.db, id, sizeBytes)
      await markComplete(centre.db, id, completedAt)
    } else await insertUpload(centre.db, { ...upload, sizeBytes, completedAt, expiresAt })
    return id
  } catch (error) {
    await deleteUnusedUpload(centre.db, id)
    await files.remove(id)
    throw asProblem(error)
  }
}

/** An upload that no message takes. */
export async function forgetWhole({ centre, files }: Uploading, uploadId: string): Promise<void> {
  if (await deleteUnusedUpload(centre.db, uploadId)) await files.remove(uploadId)
}

async function write(
  uploading: Uploading,
  member: Member,
  id: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<number> {
  const { maxBytes } = uploading.centre.config.uploads
  let writtenBytes = 0
  let claimedBytes = 0
  const sink = await uploading.files.openChunk(id, {
    offsetBytes: 0,
    isVerifiedLater: false,
    mostBytes: maxBytes,
  })
  try {
    for await (const chunk of chunks) {
      if (writtenBytes + chunk.length > maxBytes) {
        throw new Problem(413, 'upload-too-large', 'A part is larger than this centre takes.', { maxBytes })
      }
      while (writtenBytes + chunk.length > claimedBytes) {
        await claim(uploading, member)
        claimedBytes += CLAIM_BYTES
      }
      writtenBytes += chunk.length
      await sink.write([Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)])
    }
    await sink.sync()
    await sink.keep()
  } finally {
    await sink.close()
  }
  return writtenBytes
}

async function claim(uploading: Uploading, member: Member): Promise<void> {
  await claimOpenBytes(uploading, member.institution.id, CLAIM_BYTES, 1)
  await claimSpace(uploading, CLAIM_BYTES)
}
