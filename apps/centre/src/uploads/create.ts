/** POST /api/uploads: a new upload, with its first chunk when the request carries one. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { v7 as newId } from 'uuid'
import { reachPoint } from '../crash-points.ts'
import type { Member } from '../identity/index.ts'
import { claimOpenBytes, claimSpace, tooLarge } from './claims.ts'
import { shownFileName } from './file-name.ts'
import { BadTusHeader, readChecksum, readGivenName, readLength } from './protocol.ts'
import { CLAIM_BYTES } from './receive.ts'
import { receiveChunk } from './receive-chunk.ts'
import { TooManyUploads } from './upload-pace.ts'
import { deleteUnusedUpload, insertUpload, type NewUpload } from './upload-rows.ts'
import {
  bodyLength,
  carriesChunk,
  completeUpload,
  expiryFrom,
  ownerOf,
  requireTusMember,
  type Uploading,
  withLock,
} from './uploading.ts'

/** Up to this a file that comes whole with its creation is stored first and then recorded once, as complete. */
const WHOLE_AT_ONCE_BYTES = 4 * 1024 * 1024

export async function createUpload(
  uploading: Uploading,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const institutionId = requireTusMember(request).institution.id
  try {
    await uploading.pace.wait(institutionId)
  } catch (error) {
    if (error instanceof TooManyUploads) reply.header('Retry-After', error.retryAfterSeconds)
    throw error
  }
  return await uploading.turns.during(institutionId, () =>
    uploading.chunkSeats.during(institutionId, () => create(uploading, request, reply)),
  )
}

async function create(
  uploading: Uploading,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const member = requireTusMember(request)
  const checksum = readChecksum(request.headers['upload-checksum'])
  const upload = await acceptUpload(uploading, request, member)
  const offsetBytes = await withLock(uploading, upload.id, async (signal) => {
    try {
      const { files } = uploading
      const isWholeAtOnce =
        !files.isShared &&
        !upload.isDeferred &&
        (upload.sizeBytes === 0 ||
          (carriesChunk(request) &&
            upload.sizeBytes <= WHOLE_AT_ONCE_BYTES &&
            bodyLength(request) === upload.sizeBytes))
      if (!isWholeAtOnce) await insertUpload(uploading.centre.db, upload)
      await files.create(upload.id)
      // Otherwise with its first chunk, before anybody learns of it.
      if (!carriesChunk(request)) await files.syncName(upload.id)
      await reachPoint('upload.file-created')
      const { id, sizeBytes, isDeferred } = upload
      // Claimed whole with the creation; that is forgotten by the time that a large file has come.
      const target = {
        id,
        institutionId: member.institution.id,
        offsetBytes: 0,
        sizeBytes,
        isDeferred,
        claimedBytes: Math.min(sizeBytes, CLAIM_BYTES),
      }
      const offset = carriesChunk(request)
        ? await receiveChunk(uploading, request, target, checksum, signal)
        : 0
      if (offset === undefined) await forget(uploading, upload.id)
      else if (isWholeAtOnce) {
        const completedAt = uploading.centre.clock()
        await insertUpload(uploading.centre.db, { ...upload, completedAt })
        await reachPoint('upload.completed')
      } else if (!isDeferred && offset === sizeBytes) {
        await completeUpload(uploading, upload, upload.owner)
      }
      return offset
    } catch (error) {
      // The client has learnt no address: nobody can continue this upload.
      await forget(uploading, upload.id)
      throw error
    }
  })
  if (offsetBytes === undefined) {
    reply.hijack()
    request.raw.destroy()
    return reply
  }
  if (upload.isDeferred || offsetBytes < upload.sizeBytes)
    reply.header('Upload-Expires', upload.expiresAt.toUTCString())
  if (carriesChunk(request)) reply.header('Upload-Offset', offsetBytes)
  return reply.code(201).header('Location', `/api/uploads/${upload.id}`).send()
}

/** Everything that can be refused is refused before bytes travel. */
async function acceptUpload(
  uploading: Uploading,
  request: FastifyRequest,
  member: Member,
): Promise<NewUpload & { readonly isDeferred: boolean }> {
  const { centre } = uploading
  if (request.headers['upload-concat'] !== undefined) {
    throw new BadTusHeader('Upload-Concat', 'concatenation is not offered')
  }
  const length = readLength(request.headers)
  const sizeBytes = length ?? CLAIM_BYTES
  const fileName = shownFileName(readGivenName(request.headers['upload-metadata']))
  const { maxBytes } = centre.config.uploads
  if (length !== undefined && length > maxBytes) throw tooLarge(maxBytes)
  await claimOpenBytes(uploading, member.institution.id, sizeBytes, 1)
  await claimSpace(uploading, sizeBytes)
  const createdAt = centre.clock()
  const owner = ownerOf(member)
  const expiresAt = expiryFrom(centre)
  const isDeferred = length === undefined
  return { id: newId(), owner, fileName, sizeBytes, isDeferred, createdAt, completedAt: null, expiresAt }
}

async function forget({ centre, files }: Uploading, uploadId: string): Promise<void> {
  await deleteUnusedUpload(centre.db, uploadId)
  await files.remove(uploadId)
}
