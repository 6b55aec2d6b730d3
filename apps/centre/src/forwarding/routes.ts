/** POST /api/messages/{id}/forward. */
import type { FastifyInstance } from 'fastify'
import type { Centre } from '../centre.ts'
import { IdParams, idempotencyKey } from '../http/index.ts'
import { requireMember } from '../identity/index.ts'
import {
  ForwardBody,
  fullMessage,
  MessageDetailShape,
  readMessage,
  requireBoundedLists,
} from '../messages/index.ts'
import { forwardMessage } from './forward.ts'

/** 10,000 UIDs of studies, and a note of as many characters. */
const LARGEST_BODY_BYTES = 1024 * 1024

export function forwardingRoutes(app: FastifyInstance, centre: Centre): void {
  app.post<{ Params: { id: string }; Body: ForwardBody }>(
    '/api/messages/:id/forward',
    {
      bodyLimit: LARGEST_BODY_BYTES,
      config: { needs: 'member' },
      // Before the body is gathered: strangers cannot make the centre hold megabytes.
      onRequest: async (request) => {
        requireMember(request)
      },
      preValidation: async ({ body }) => requireBoundedLists(body),
      schema: {
        summary: 'Send the images of a message on, all or some studies, without uploading them again',
        tags: ['messages'],
        params: IdParams,
        body: ForwardBody,
        response: { 201: MessageDetailShape },
      },
    },
    async (request, reply) => {
      const sender = requireMember(request)
      const { recipients, subject = '', note = '', urgent = false, studies = null } = request.body
      const key = idempotencyKey(request)
      const forwarding = { sourceId: request.params.id, recipients, subject, note, urgent, studies }
      const { id, creation } = await forwardMessage(centre, sender, forwarding, key)
      reply.code(201).header('Location', `/api/messages/${id}`)
      if (creation === 'repeated') return await readMessage(centre, sender, id)
      return await fullMessage(centre, id, sender.institution.id)
    },
  )
}
