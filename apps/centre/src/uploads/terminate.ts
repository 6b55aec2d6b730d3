/** DELETE /api/uploads/{id}: the client gives the upload up. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../http/index.ts'
import { deleteUnusedUpload } from './upload-rows.ts'
import { requireUpload, type Uploading, withLock } from './uploading.ts'

export async function terminateUpload(
  uploading: Uploading,
  request: FastifyRequest<{ Params: { id: string } }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const upload = await requireUpload(uploading, request)
  await withLock(uploading, upload.id, async () => {
    if (!(await deleteUnusedUpload(uploading.centre.db, upload.id))) {
      throw new Problem(409, 'upload-used', 'A message uses this upload; cancel the message instead.')
    }
    uploading.arriving.end(upload.id, 'abandoned')
    await uploading.files.remove(upload.id)
  })
  return reply.code(204).send()
}
