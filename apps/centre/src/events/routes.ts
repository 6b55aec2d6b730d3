/** GET /api/events: what happens to the caller's institution, as it happens. */
import type { FastifyInstance } from 'fastify'
import type { Centre } from '../centre.ts'
import { headersOf, Problem } from '../http/index.ts'
import { requireMember } from '../identity/index.ts'
import { openStream } from './stream.ts'

export function eventRoutes(app: FastifyInstance, centre: Centre): void {
  const open = new Map<string, number>()

  app.get(
    '/api/events',
    {
      schema: {
        summary:
          "Server-sent events: messages of the caller's institution that move, and progress of their checking",
        tags: ['events'],
        produces: ['text/event-stream'],
      },
    },
    async (request, reply) => {
      const { personId, institution } = requireMember(request)
      const streams = open.get(personId) ?? 0
      if (streams >= centre.config.limits.eventStreams) {
        throw new Problem(429, 'too-many-streams', 'Too many event streams are open.')
      }
      open.set(personId, streams + 1)
      reply.hijack()
      reply.raw.writeHead(200, {
        ...headersOf(reply),
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-store',
        // Proxies that gather answers would keep events back.
        'X-Accel-Buffering': 'no',
      })
      const tell = openStream(reply.raw, {
        mayGoOn: async () => true,
        stopping: centre.stopping,
        onEnd: () => {
          unsubscribe()
          const left = (open.get(personId) ?? 1) - 1
          if (left === 0) open.delete(personId)
          else open.set(personId, left)
        },
      })
      const unsubscribe = centre.events.subscribe(institution.id, tell)
    },
  )
}
