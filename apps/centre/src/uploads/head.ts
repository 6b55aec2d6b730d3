/** HEAD /api/uploads/{id}: from where to continue. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  completeUpload,
  ownerOf,
  requireOffset,
  requireTusMember,
  requireUpload,
  type Uploading,
  withLock,
} from './uploading.ts'

export async function headUpload(
  uploading: Uploading,
  request: FastifyRequest<{ Params: { id: string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const member = requireTusMember(request)
  const upload = await requireUpload(uploading, request)
  const offsetBytes = await withLock(uploading, upload.id, () => requireOffset(uploading, upload))
  if (!upload.isDeferred && offsetBytes === upload.sizeBytes) {
    // The centre may have been killed between the last byte and its record; no PATCH will come any more.
    if (upload.completedAt === null) {
      await uploading.files.sync(upload.id)
      await completeUpload(uploading, upload, ownerOf(member))
    }
  } else {
    reply.header('Upload-Expires', upload.expiresAt.toUTCString())
  }
  if (upload.isDeferred) reply.header('Upload-Defer-Length', 1)
  else reply.header('Upload-Length', upload.sizeBytes)
  const name = Buffer.from(upload.fileName).toString('base64')
  return reply
    .code(200)
    .header('Upload-Offset', offsetBytes)
    .header('Upload-Metadata', `filename ${name}`)
    .header('Cache-Control', 'no-store')
    .send()
}
