/** One line per request: which, by which institution, how it ended. Never the query: searches are patients' names. */
import type { FastifyInstance } from 'fastify'

/** Asked every few seconds by machines. */
const QUIET = new Set(['/healthz', '/readyz', '/metrics'])

export function logRequests(app: FastifyInstance, onEnd: (request: EndedRequest) => void): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    const { method } = request
    const ended: EndedRequest = { method, route, status: reply.statusCode, seconds: reply.elapsedTime / 1000 }
    onEnd(ended)
    const level = QUIET.has(route) ? 'debug' : 'info'
    request.log[level](
      {
        method,
        path: request.url.split('?', 1)[0],
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        institution: request.caller?.institution?.id,
        person: request.caller?.personId,
        address: request.ip,
      },
      'request',
    )
  })
}

export interface EndedRequest {
  readonly method: string
  /** Its pattern, e.g. `/api/messages/:id`. */
  readonly route: string
  readonly status: number
  readonly seconds: number
}
