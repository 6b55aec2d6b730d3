/** /api/uploads: tus 1.0. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { IdParams } from '../http/index.ts'
import { createUpload } from './create.ts'
import { headUpload } from './head.ts'
import { patchUpload } from './patch.ts'
import { CHECKSUM_ALGORITHMS, TUS_EXTENSIONS, TUS_VERSION } from './protocol.ts'
import { terminateUpload } from './terminate.ts'
import { asProblem, bodyLength, carriesChunk, type Uploading } from './uploading.ts'

type UploadRequest = FastifyRequest<{ Params: { id: string } }>

/** A refused body up to this is read and dropped; before a larger one the connection is closed. */
const DROPPED_BODY_BYTES = 1024 * 1024

export async function uploadRoutes(app: FastifyInstance, uploading: Uploading): Promise<void> {
  // A scope of its own: chunks reach the handlers as the raw request, whatever other features parse.
  await app.register(async (tus) => {
    tus.removeAllContentTypeParsers()
    tus.addContentTypeParser('*', (_request, _payload, done) => done(null))

    tus.addHook('onSend', async (request, reply) => {
      reply.header('Tus-Resumable', TUS_VERSION)
      if (reply.statusCode === 412) reply.header('Tus-Version', TUS_VERSION)
      const isUnread =
        !request.raw.complete && (bodyLength(request) ?? Number.POSITIVE_INFINITY) > DROPPED_BODY_BYTES
      if (reply.statusCode >= 400 && isUnread && carriesChunk(request)) reply.header('Connection', 'close')
    })

    const streamed = { config: { streamsBody: true, isForNodes: true } }
    const described = (summary: string) => ({ summary, tags: ['uploads'] })

    tus.options(
      '/api/uploads',
      { schema: described('What this tus server can do') },
      async (_request, reply) =>
        reply
          .code(204)
          .header('Tus-Version', TUS_VERSION)
          .header('Tus-Extension', TUS_EXTENSIONS)
          .header('Tus-Max-Size', uploading.centre.config.uploads.maxBytes)
          .header('Tus-Checksum-Algorithm', CHECKSUM_ALGORITHMS)
          .send(),
    )
    tus.post('/api/uploads', { ...streamed, schema: described('tus: create an upload') }, (request, reply) =>
      answer(createUpload(uploading, request, reply)),
    )

    const verbs = { HEAD: headUpload, PATCH: patchUpload, DELETE: terminateUpload }
    for (const [method, verb] of Object.entries(verbs)) {
      tus.route<{ Params: { id: string } }>({
        method,
        url: '/api/uploads/:id',
        ...streamed,
        schema: { ...described(`tus: ${method}`), params: IdParams },
        handler: (request, reply) => answer(verb(uploading, request, reply)),
      })
    }
    // "X-HTTP-Method-Override [...] MUST be interpreted as the request's method by the Server."
    tus.post<{ Params: { id: string } }>(
      '/api/uploads/:id',
      {
        ...streamed,
        schema: { ...described('tus: other verbs by X-HTTP-Method-Override'), params: IdParams },
      },
      (request: UploadRequest, reply: FastifyReply) => {
        const verb = overridden(request)
        return verb === undefined ? reply.callNotFound() : answer(verb(uploading, request, reply))
      },
    )

    function overridden(request: UploadRequest) {
      const method = String(request.headers['x-http-method-override']).toUpperCase()
      return method === 'PATCH' || method === 'DELETE' || method === 'HEAD' ? verbs[method] : undefined
    }
  })
}

async function answer(reply: Promise<FastifyReply>): Promise<FastifyReply> {
  try {
    return await reply
  } catch (error) {
    throw asProblem(error)
  }
}
