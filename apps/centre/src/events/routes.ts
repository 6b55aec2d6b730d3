/** GET /api/events: what happens to the caller's institution, as it happens. */
import type { FastifyInstance } from 'fastify'
import type { Centre } from '../centre.ts'
import { headersOf, Problem } from '../http/index.ts'
import { requireMember, stillActs } from '../identity/index.ts'
import { openStream } from './stream.ts'

export function eventRoutes(app: FastifyInstance, centre: Centre): void {
  const open = new Map<string, number>()

  app.get(
    '/api/events',
    {
      config: { isForNodes: true },
      schema: {
        summary:
          "Server-sent events: messages and requests of the caller's institution that move, and progress of checking",
        tags: ['events'],
        produces: ['text/event-stream'],
      },
    },
    async (request, reply) => {
      const member = requireMember(request)
      const key = request.session?.csrfToken ?? member.personId
      const streams = open.get(key) ?? 0
      if (streams >= centre.config.limits.eventStreams) {
        throw new Problem(429, 'too-many-streams', 'Too many event streams are open.')
      }
      open.set(key, streams + 1)
      reply.hijack()
      reply.raw.writeHead(200, {
        ...headersOf(reply),
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-store',
        // Proxies that gather answers would keep events back.
        'X-Accel-Buffering': 'no',
      })
      const tell = openStream(reply.raw, {
        mayGoOn: () => stillActs(centre, request, member),
        stopping: centre.stopping,
        onEnd: () => {
          unsubscribe()
          const left = (open.get(key) ?? 1) - 1
          if (left === 0) open.delete(key)
          else open.set(key, left)
        },
      })
      const unsubscribe = centre.events.subscribe(member.institution.id, tell)
    },
  )
}
