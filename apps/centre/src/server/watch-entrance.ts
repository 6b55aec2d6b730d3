/**
 * What machines ask a process about itself, at a port of its own: also those that serve no people. Plain HTTP, with nothing in it of
 * anybody; for monitoring and supervisors on the machine, or in a network that is theirs.
 */
import { createServer } from 'node:http'
import { type FastifyInstance, fastify, LogController } from 'fastify'
import type { Centre } from '../centre.ts'
import type { OpenEntrance } from './entrance.ts'
import { healthRoutes } from './health.ts'
import { LIMITS } from './limits.ts'
import { type Metrics, metricsRoute } from './metrics.ts'
import { answerWithProblems } from './problems.ts'
import { asStartError } from './start-error.ts'

const CONNECTIONS = 50

/** Throws a StartError when it cannot listen there. */
export async function openWatchEntrance(
  centre: Centre,
  metrics: Metrics,
  port: number,
): Promise<Pick<OpenEntrance, 'isIdle' | 'close'>> {
  const { host, allowFrom } = centre.config.metrics
  const app = fastify({
    loggerInstance: centre.log.child({ entrance: 'metrics' }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 1,
    forceCloseConnections: true,
    return503OnClosing: false,
    serverFactory: (handler) => {
      const server = createServer({ headersTimeout: LIMITS.headersTimeoutMs }, handler)
      server.maxConnections = CONNECTIONS
      server.setTimeout(LIMITS.silentTimeoutMs)
      return server
    },
  }) as unknown as FastifyInstance
  answerWithProblems(app)
  healthRoutes(app, centre)
  metricsRoute(app, metrics, allowFrom)
  try {
    await app.listen({ host, port, listenTextResolver: () => 'listening' })
  } catch (error) {
    throw asStartError(error, host)
  }
  return { isIdle: () => true, close: async () => await app.close() }
}
