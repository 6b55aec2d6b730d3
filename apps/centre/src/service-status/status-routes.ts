/** GET /api/status: open to everybody, and answered without the database, too. */
import type { FastifyInstance } from 'fastify'
import type { Centre } from '../centre.ts'
import type { Kept } from './kept.ts'
import { PARTS, type Parts } from './parts.ts'
import { CENTRE_VERSION, startOf } from './running.ts'
import { ServiceStatus } from './schemas.ts'
import type { ServiceLook } from './service-look.ts'

export function statusRoutes(app: FastifyInstance, centre: Centre, look: Kept<ServiceLook>): void {
  app.get(
    '/api/status',
    {
      schema: {
        summary: 'What works now, and what is announced',
        tags: ['directory'],
        response: { 200: ServiceStatus },
      },
    },
    async (_request, reply): Promise<ServiceStatus> => {
      reply.header('Cache-Control', 'no-store')
      const { parts, announced } = await look()
      const now = centre.clock()
      return {
        at: now.toISOString(),
        state: stateOf(parts),
        parts: PARTS.map((part) => ({ part, state: parts[part] })),
        upSince: startOf(centre)?.toISOString() ?? null,
        version: CENTRE_VERSION,
        announcements: announced.filter(({ to }) => new Date(to) > now),
      }
    },
  )
}

/** Down is the whole only without the database: the rest goes on when one part fails. */
function stateOf(parts: Parts): ServiceStatus['state'] {
  if (parts.database === 'down') return 'down'
  return Object.values(parts).every((state) => state === 'working' || state === 'off')
    ? 'working'
    : 'impaired'
}
