/** One entrance's application: everything between a connection and the features. */
import { randomUUID } from 'node:crypto'
import {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerFactory,
  fastify,
  LogController,
  type RouteOptions,
} from 'fastify'
import { allFeatures } from '../all-features.ts'
import type { Centre } from '../centre.ts'
import { type Entrance, identityHooks } from '../identity/index.ts'
import { compileOnFirstUse } from './compile-on-first-use.ts'
import { healthRoutes } from './health.ts'
import { LIMITS, limitBodyTime } from './limits.ts'
import { type Metrics, metricsRoute } from './metrics.ts'
import { describeApi, openapiRoute } from './openapi.ts'
import { portalPages } from './portal-pages.ts'
import { answerWithProblems, asProblem, sendProblem } from './problems.ts'
import { logRequests } from './request-log.ts'
import { addSecurityHeaders } from './security-headers.ts'
import { traceRequests } from './trace-requests.ts'

export interface AppSurroundings {
  readonly centre: Centre
  readonly entrance: Entrance
  readonly metrics: Metrics
  /** Makes the servers that the application answers at; undefined: Fastify's own, for `inject` alone. */
  readonly serverFactory?: FastifyServerFactory
  /** Told of every route. */
  readonly onRoute?: (route: RouteOptions) => void
}

export async function buildApp({
  centre,
  entrance,
  metrics,
  serverFactory,
  onRoute,
}: AppSurroundings): Promise<FastifyInstance> {
  const proxies = [...centre.config.reverseProxy.addresses]
  const app = fastify({
    loggerInstance: centre.log.child({ entrance }),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // Whose address it is: the proxy's word is taken, nobody else's.
    trustProxy: proxies.length > 0 ? proxies : false,
    bodyLimit: LIMITS.bodyBytes,
    routerOptions: { maxParamLength: 500 },
    // Its ten seconds pass on a machine that is busy while it starts: slow is no reason not to start at all.
    pluginTimeout: 0,
    // What was asked before the stop is still answered.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    ...(serverFactory ? { serverFactory } : {}),
    frameworkErrors: (error, request, reply) => {
      sendProblem(request as FastifyRequest, reply as unknown as FastifyReply, asProblem(error))
    },
  }) as unknown as FastifyInstance
  if (onRoute) app.addHook('onRoute', onRoute)
  compileOnFirstUse(app)
  answerWithProblems(app)
  logRequests(app, (request) => metrics.countRequest(entrance, request))
  traceRequests(app, centre.tracing, entrance)
  limitBodyTime(app)
  await addSecurityHeaders(app, centre.config)
  await describeApi(app)
  healthRoutes(app, centre)
  // A proxy that passes TLS through has an address of this machine, or of its network, whoever calls: where there is a port of
  // their own, nobody from outside is to be taken for monitoring.
  const { port, allowFrom } = centre.config.metrics
  if (port === null) metricsRoute(app, metrics, allowFrom)
  openapiRoute(app)
  await portalPages(app, centre.config, entrance)
  await app.register(async (scope) => {
    await identityHooks(scope, centre, entrance)
    for (const feature of allFeatures) {
      await scope.register(async (own) => feature.routes?.(own, centre, entrance))
    }
  })
  await app.ready()
  return app
}
