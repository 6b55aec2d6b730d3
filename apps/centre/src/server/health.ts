/**
 * /healthz: the process lives. /readyz: it can serve, its database answers, and it is not stopping. Without its packages'
 * store it serves still, all but packages, and takes uploads: that is told, and no reason to send people away.
 */
import type { FastifyInstance } from 'fastify'
import type { Centre } from '../centre.ts'
import { databaseAnswers } from '../database/index.ts'
import { Problem } from '../http/index.ts'

export function healthRoutes(app: FastifyInstance, centre: Centre): void {
  app.get('/healthz', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('Cache-Control', 'no-store').send({ status: 'ok' }),
  )
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    if (centre.leaving.aborted) throw new Problem(503, 'stopping', 'The centre is stopping.')
    if (!(await databaseAnswers(centre))) {
      throw new Problem(503, 'no-database', "The centre's database does not answer.")
    }
    const hasStore = await centre.store.isAvailable()
    const answer = hasStore ? { status: 'ready' } : { status: 'ready', store: 'unavailable' }
    return reply.header('Cache-Control', 'no-store').send(answer)
  })
}
