/** /healthz: the process lives. /readyz: it can serve, its database answers, and it is not stopping. */
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Centre } from '../centre.ts'
import { Problem } from '../http/index.ts'

const DATABASE_ANSWERS_WITHIN_MS = 2000

export function healthRoutes(app: FastifyInstance, centre: Centre): void {
  app.get('/healthz', { schema: { hide: true } }, async (_request, reply) =>
    reply.header('Cache-Control', 'no-store').send({ status: 'ok' }),
  )
  app.get('/readyz', { schema: { hide: true } }, async (_request, reply) => {
    if (centre.stopping.aborted) throw new Problem(503, 'stopping', 'The centre is stopping.')
    if (!(await databaseAnswers(centre))) {
      throw new Problem(503, 'no-database', "The centre's database does not answer.")
    }
    return reply.header('Cache-Control', 'no-store').send({ status: 'ready' })
  })
}

async function databaseAnswers({ db, log }: Centre): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>()
  const timer = setTimeout(() => resolve(false), DATABASE_ANSWERS_WITHIN_MS)
  const answer = sql`select 1`.execute(db).then(
    () => true,
    (error) => {
      log.warn({ err: error }, 'the database does not answer')
      return false
    },
  )
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
