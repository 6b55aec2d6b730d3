/** Uploads that come whole by another way than tus: a part of a STOW-RS request. */
import type { FileHandle } from 'node:fs/promises'
import { v7 as newId } from 'uuid'
import { giveUpChunk, Problem } from '../http/index.ts'
import type { Member } from '../identity/index.ts'
import { claimOpenBytes, claimSpace } from './claims.ts'
import { shownFileName } from './file-name.ts'
import { CLAIM_BYTES } from './receive.ts'
import { deleteUnusedUpload, insertUpload } from './upload-rows.ts'
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
  const file = await files.create(id)
  try {
    const sizeBytes = await write(uploading, member, file, chunks)
    const at = centre.clock()
    const upload = { id, owner: ownerOf(member), fileName: shownFileName(name), sizeBytes }
    await insertUpload(centre.db, {
      ...upload,
      createdAt: at,
      completedAt: at,
      expiresAt: expiryFrom(centre),
    })
    return id
  } catch (error) {
    await files.remove(id)
    throw asProblem(error)
  } finally {
    await file.close()
  }
}

/** An upload that no message takes. */
export async function forgetWhole({ centre, files }: Uploading, uploadId: string): Promise<void> {
  if (await deleteUnusedUpload(centre.db, uploadId)) await files.remove(uploadId)
}

async function write(
  uploading: Uploading,
  member: Member,
  file: FileHandle,
  chunks: AsyncIterable<Uint8Array>,
): Promise<number> {
  const { maxBytes } = uploading.centre.config.uploads
  let writtenBytes = 0
  let claimedBytes = 0
  for await (const chunk of chunks) {
    if (writtenBytes + chunk.length > maxBytes) {
      throw new Problem(413, 'upload-too-large', 'A part is larger than this centre takes.', { maxBytes })
    }
    while (writtenBytes + chunk.length > claimedBytes) {
      await claim(uploading, member)
      claimedBytes += CLAIM_BYTES
    }
    await writeAll(file, chunk)
    writtenBytes += chunk.length
    giveUpChunk(chunk)
  }
  await file.datasync()
  return writtenBytes
}

async function writeAll(file: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten
}

async function claim(uploading: Uploading, member: Member): Promise<void> {
  await claimOpenBytes(uploading, member.institution.id, CLAIM_BYTES, 1)
  await claimSpace(uploading, CLAIM_BYTES)
}
