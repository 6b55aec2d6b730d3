/**
 * What one client can take of an entrance. Uploads may last for hours as long as bytes come (they have an idle
 * limit of their own); everything else is short, so that silent connections cannot pile up.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from '../http/index.ts'

export const LIMITS = {
  /** Of the request line and all headers. */
  headerBytes: 16 * 1024,
  /** The same where a proxy hands over certificates with their chains (RFC 9440). */
  headerBytesFromProxy: 64 * 1024,
  headersTimeoutMs: 15_000,
  /**
   * How often Node looks for connections whose headers are late. It closes all that it finds in one go, a fifth of a millisecond each: what
   * was opened within seconds must not be closed at once, or everybody else waits for it.
   */
  checkEveryMs: 50,
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

/**
 * A body has to be there in time, whether somebody waits for it or it is left unread because the request was refused
 * at once. Routes that read it by themselves are told apart until they have answered.
 */
export function limitBodyTime(app: FastifyInstance): void {
  const limited = new WeakSet<FastifyRequest>()
  const limit = (request: FastifyRequest) => {
    if (request.raw.complete || !hasBody(request) || limited.has(request)) return
    limited.add(request)
    const deadline = setTimeout(() => {
      request.raw.destroy(new Problem(408, 'body-too-slow', 'The body of the request did not come in time.'))
    }, LIMITS.bodyTimeoutMs)
    request.raw.once('close', () => clearTimeout(deadline))
  }
  app.addHook('onRequest', async (request) => {
    if (request.routeOptions.config.streamsBody !== true) limit(request)
  })
  app.addHook('onResponse', async (request) => limit(request))
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The handler reads the raw request, with limits of its own. */
    streamsBody?: boolean
  }
}
