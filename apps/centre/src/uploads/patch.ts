/** PATCH /api/uploads/{id}: the next chunk. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../http/index.ts'
import type { Member } from '../identity/index.ts'
import { claimAsItGrows, tooLarge } from './claims.ts'
import { BadTusHeader, CHUNK_CONTENT_TYPE, readByteCount, readChecksum } from './protocol.ts'
import { receiveChunk } from './receive-chunk.ts'
import { postponeExpiry, setLength, type UploadRow } from './upload-rows.ts'
import {
  carriesChunk,
  completeUpload,
  expiryFrom,
  ownerOf,
  requireOffset,
  requireTusMember,
  requireUpload,
  type Uploading,
  withLock,
} from './uploading.ts'

type PatchRequest = FastifyRequest<{ Params: { id: string } }>

export async function patchUpload(
  uploading: Uploading,
  request: PatchRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { institution } = requireTusMember(request)
  return await uploading.turns.during(institution.id, () => patch(uploading, request, reply))
}

async function patch(
  uploading: Uploading,
  request: PatchRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const member = requireTusMember(request)
  // "The Client MUST send the Content-Type application/offset+octet-stream, otherwise [...] 415."
  if (!carriesChunk(request)) {
    throw new Problem(415, 'wrong-content-type', `A chunk has the content type ${CHUNK_CONTENT_TYPE}.`)
  }
  const givenOffset = readByteCount('Upload-Offset', request.headers['upload-offset'])
  const checksum = readChecksum(request.headers['upload-checksum'])
  const found = await requireUpload(uploading, request)
  let upload = found
  const receive = async (signal: AbortSignal): Promise<number | undefined> => {
    // What was read before the lock may be of before another request's last chunk.
    const now = await requireUpload(uploading, request)
    upload = await withLength(uploading, now, member, request.headers['upload-length'])
    const before = await requireOffset(uploading, upload)
    // "If the offsets do not match, the Server MUST respond with 409 without modifying the upload."
    if (givenOffset !== before) {
      throw new Problem(409, 'offset-mismatch', 'The upload stands at another offset.', { offset: before })
    }
    // Before the bytes, so that an upload cannot expire under a client that is sending.
    const expiresAt = expiryFrom(uploading.centre)
    if (upload.completedAt === null) await postponeExpiry(uploading.centre.db, upload.id, expiresAt)
    if (upload.isDeferred || upload.sizeBytes > before)
      reply.header('Upload-Expires', expiresAt.toUTCString())
    const { id, sizeBytes, isDeferred } = upload
    const institutionId = member.institution.id
    const target = { id, institutionId, offsetBytes: before, sizeBytes, isDeferred, claimedBytes: 0 }
    return await receiveChunk(uploading, request, target, checksum, signal)
  }
  const offsetBytes = await uploading.chunkSeats.during(member.institution.id, () =>
    withLock(uploading, found.id, receive),
  )
  if (offsetBytes === undefined) {
    reply.hijack()
    request.raw.destroy()
    return reply
  }
  if (!upload.isDeferred && offsetBytes === upload.sizeBytes) {
    await completeUpload(uploading, upload, ownerOf(member))
    reply.removeHeader('Upload-Expires')
  }
  return reply.code(204).header('Upload-Offset', offsetBytes).send()
}

/** "Once it is known the Client MUST set the Upload-Length header in the next PATCH request." It never changes then. */
async function withLength(
  uploading: Uploading,
  upload: UploadRow,
  member: Member,
  value: string | string[] | undefined,
): Promise<UploadRow> {
  if (value === undefined) return upload
  const sizeBytes = readByteCount('Upload-Length', value)
  if (!upload.isDeferred) {
    if (sizeBytes === upload.sizeBytes) return upload
    throw new BadTusHeader('Upload-Length', `was told before: ${upload.sizeBytes}`)
  }
  if (sizeBytes < (await requireOffset(uploading, upload))) {
    throw new BadTusHeader('Upload-Length', 'is less than has come')
  }
  const { maxBytes } = uploading.centre.config.uploads
  if (sizeBytes > maxBytes) throw tooLarge(maxBytes)
  const claimed = { id: upload.id, institutionId: member.institution.id, claimedBytes: upload.sizeBytes }
  await claimAsItGrows(uploading, claimed, sizeBytes)
  await setLength(uploading.centre.db, upload.id, sizeBytes)
  return { ...upload, sizeBytes, isDeferred: false }
}
