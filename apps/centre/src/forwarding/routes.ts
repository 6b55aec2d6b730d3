/** POST /api/messages/{id}/forward, and what its recipients' PACS would do with the images. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Centre } from '../centre.ts'
import { Id, IdParams, idempotencyKey, Words } from '../http/index.ts'
import { requireMember } from '../identity/index.ts'
import {
  ForwardBody,
  fullMessage,
  MessageDetailShape,
  readMessage,
  requireBoundedLists,
} from '../messages/index.ts'
import { foreseeForwarding } from './foresee-forwarding.ts'
import { forwardMessage } from './forward.ts'

/** 10,000 UIDs of studies, and a note of as many characters. */
const LARGEST_BODY_BYTES = 1024 * 1024

/** One for each recipient of a message, which may have a hundred. */
const MOST_FORESEEN_A_MINUTE = 600

const Foreseen = Type.Object({
  items: Type.Array(
    Type.Object({
      study: Type.String({ description: 'Study Instance UID' }),
      what: Words(
        ['characters', 'decompressed', 'syntax-refused', 'class-refused'],
        'Refused: it stays in the mailbox; `decompressed`: it is stored in Explicit VR Little Endian; `characters`: texts may be shown wrong',
      ),
      isPartly: Type.Boolean({ description: 'At one of several PACS' }),
      isCertain: Type.Boolean({
        description:
          'False: another PACS may take it, or it hangs on which node gets it, or on images of which not each was read',
      }),
      instances: Type.Integer(),
      modalities: Type.Array(Type.String()),
      about: Type.Array(Type.String(), {
        description: 'UIDs of SOP classes or transfer syntaxes, or terms of character sets',
      }),
    }),
    { description: 'Empty: nothing is to be said, also where nobody knows what the PACS take' },
  ),
  sopClassNames: Type.Record(Type.String(), Type.String(), { description: 'By UID (PS3.6 table A-1)' }),
})

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

  app.get<{ Params: { id: string }; Querystring: { recipient: string } }>(
    '/api/messages/:id/foreseen',
    {
      config: {
        needs: 'member',
        rateLimit: {
          max: MOST_FORESEEN_A_MINUTE,
          timeWindow: 60_000,
          keyGenerator: ({ caller, ip }: FastifyRequest) => `foreseen for ${caller?.personId ?? ip}`,
        },
      },
      schema: {
        summary: "What an institution's PACS would do with the message's images, if it were forwarded there",
        tags: ['messages'],
        params: IdParams,
        querystring: Type.Object({ recipient: Id }),
        response: { 200: Foreseen },
      },
    },
    async (request, reply) => {
      const { params, query } = request
      const gone = new AbortController()
      const onClose = () => gone.abort()
      reply.raw.once('close', onClose)
      try {
        return await foreseeForwarding(
          centre,
          requireMember(request),
          params.id,
          query.recipient,
          gone.signal,
        )
      } catch (error) {
        // Nobody is there to be answered.
        if (gone.signal.aborted) return reply.hijack()
        throw error
      } finally {
        reply.raw.off('close', onClose)
      }
    },
  )
}
