/**
 * A span for each request: its route's pattern and how it ended, never its path or query. What trace it is part of is believed of
 * those alone who proved at the certificate entrance who they are: anybody else could have the centre trace what it is not meant
 * to, whatever the sampler says. So it begins there when that is known.
 */
import { inside, type Span, type Tracing } from '@epacs/tracing'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Entrance } from '../identity/index.ts'

/** Asked by machines every few seconds, or never ending. */
const NOT_TRACED = new Set(['/healthz', '/readyz', '/metrics', '/api/events'])

export function traceRequests(app: FastifyInstance, tracing: Tracing, entrance: Entrance): void {
  if (!tracing.isOn) return
  const spans = new WeakMap<FastifyRequest, Span>()
  const waiting = new WeakMap<FastifyRequest, () => Span>()
  app.addHook('onRequest', (request, reply, next) => {
    const route = request.routeOptions.url ?? 'none'
    if (NOT_TRACED.has(route)) return next()
    const { method } = request
    const { traceparent } = request.headers
    const begin = (startedAt?: Date) => {
      const isBelieved = entrance === 'certificate' && Boolean(request.caller)
      const span = tracing.begin(`${method} ${route}`, {
        kind: 'server',
        ...(startedAt ? { startedAt } : {}),
        ...(isBelieved && typeof traceparent === 'string' ? { under: traceparent } : {}),
        attributes: { 'http.request.method': method, 'http.route': route, 'epacs.entrance': entrance },
      })
      spans.set(request, span)
      return span
    }
    // Also of those that are cut.
    reply.raw.once('close', () => {
      const span = spans.get(request) ?? waiting.get(request)?.()
      const status = reply.statusCode
      span?.set({ 'http.response.status_code': status })
      const cut = reply.raw.writableFinished ? undefined : 'cut'
      span?.end(status >= 500 ? String(status) : cut)
    })
    if (entrance === 'certificate' && traceparent !== undefined) {
      const startedAt = new Date()
      waiting.set(request, () => begin(startedAt))
      return next()
    }
    inside(begin(), next)
  })
  app.addHook('preParsing', (request, _reply, _payload, next) => {
    const begin = waiting.get(request)
    if (begin === undefined) next()
    else inside(begin(), next)
  })
  // What reads the body goes on in the connection's context.
  app.addHook('preValidation', (request, _reply, next) => {
    const span = spans.get(request)
    if (span === undefined) next()
    else inside(span, next)
  })
}
