/**
 * What one client can take of an entrance. Uploads may last for hours as long as bytes come (they have an idle
 * limit of their own); everything else is short, so that silent connections cannot pile up.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from '../http/index.ts'

export const LIMITS = {
  /** Of the request line and all headers; certificates do not travel in headers. */
  headerBytes: 16 * 1024,
  headersTimeoutMs: 15_000,
  /** How often Node looks for connections whose headers are late. */
  checkEveryMs: 5000,
  handshakeTimeoutMs: 10_000,
  /** A connection on which nothing moves in either direction. */
  silentTimeoutMs: 120_000,
  /** Longer than the minute that load balancers keep theirs. */
  keepAliveTimeoutMs: 72_000,
  requestsPerConnection: 100_000,
  /** Of a body in JSON; routes that take more say so. */
  bodyBytes: 64 * 1024,
  bodyTimeoutMs: 30_000,
} as const

/** Bodies that Fastify gathers in memory have to be there in time. Routes that read them by themselves opt out. */
export function limitBodyTime(app: FastifyInstance): void {
  const deadlines = new WeakMap<FastifyRequest, NodeJS.Timeout>()
  const clear = (request: FastifyRequest) => clearTimeout(deadlines.get(request))
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.streamsBody === true || request.raw.complete) return
    if (request.headers['content-length'] === undefined && request.headers['transfer-encoding'] === undefined)
      return
    const deadline = setTimeout(() => {
      request.raw.destroy(new Problem(408, 'body-too-slow', 'The body of the request did not come in time.'))
    }, LIMITS.bodyTimeoutMs)
    deadlines.set(request, deadline)
  })
  app.addHook('preValidation', async (request) => clear(request))
  app.addHook('onResponse', async (request) => clear(request))
  app.addHook('onRequestAbort', async (request) => clear(request))
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The handler reads the raw request, with limits of its own. */
    streamsBody?: boolean
  }
}
