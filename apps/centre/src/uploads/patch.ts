/** PATCH /api/uploads/{id}: the next chunk. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../http/index.ts'
import { CHUNK_CONTENT_TYPE, readByteCount, readChecksum } from './protocol.ts'
import { receiveChunk } from './receive-chunk.ts'
import { postponeExpiry } from './upload-rows.ts'
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

export async function patchUpload(
  uploading: Uploading,
  request: FastifyRequest<{ Params: { id: string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const member = requireTusMember(request)
  // "The Client MUST send the Content-Type application/offset+octet-stream, otherwise [...] 415."
  if (!carriesChunk(request)) {
    throw new Problem(415, 'wrong-content-type', `A chunk has the content type ${CHUNK_CONTENT_TYPE}.`)
  }
  const givenOffset = readByteCount('Upload-Offset', request.headers['upload-offset'])
  const checksum = readChecksum(request.headers['upload-checksum'])
  const upload = await requireUpload(uploading, request)
  const offsetBytes = await withLock(uploading, upload.id, async (signal) => {
    const before = await requireOffset(uploading, upload)
    // "If the offsets do not match, the Server MUST respond with 409 without modifying the upload."
    if (givenOffset !== before) {
      throw new Problem(409, 'offset-mismatch', 'The upload stands at another offset.', { offset: before })
    }
    // Before the bytes, so that an upload cannot expire under a client that is sending.
    const expiresAt = expiryFrom(uploading.centre)
    if (upload.completedAt === null) await postponeExpiry(uploading.centre.db, upload.id, expiresAt)
    if (upload.sizeBytes > before) reply.header('Upload-Expires', expiresAt.toUTCString())
    const target = { id: upload.id, offsetBytes: before, sizeBytes: upload.sizeBytes, claimedBytes: 0 }
    return await receiveChunk(uploading, request, target, checksum, signal)
  })
  if (offsetBytes === undefined) {
    reply.hijack()
    request.raw.destroy()
    return reply
  }
  if (offsetBytes === upload.sizeBytes) {
    await completeUpload(uploading, upload, ownerOf(member))
    reply.removeHeader('Upload-Expires')
  }
  return reply.code(204).header('Upload-Offset', offsetBytes).send()
}
