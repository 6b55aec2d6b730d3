/** GET /metrics in Prometheus' text format, for those who may: this machine, and addresses that the configuration names. */
import { BlockList, isIPv6 } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { Problem } from '../http/index.ts'
import type { JobEnd } from '../jobs/index.ts'
import type { EndedRequest } from './request-log.ts'

export interface Metrics {
  readonly registry: Registry
  countRequest(entrance: string, request: EndedRequest): void
  countJob(name: string, end: JobEnd, seconds: number): void
  /** `outcome`: `ok`, `not-found`, or what the S3-compatible store or the network call the failure. */
  countStoreRequest(operation: string, outcome: string, seconds: number): void
}

export function openMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'epacs_http_request_seconds',
    help: 'Time from the request line to the end of the answer',
    labelNames: ['entrance', 'method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60, 600],
    registers: [registry],
  })
  const jobs = new Histogram({
    name: 'epacs_job_seconds',
    help: 'Time that a job took',
    labelNames: ['job', 'end'],
    buckets: [0.01, 0.1, 1, 10, 60, 600],
    registers: [registry],
  })
  const storeRequests = new Histogram({
    name: 'epacs_store_request_seconds',
    help: 'Time until the S3-compatible store answered; the answer may be read longer',
    labelNames: ['operation', 'outcome'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers: [registry],
  })
  const failures = new Counter({
    name: 'epacs_http_failures_total',
    help: 'Requests that the centre failed at',
    registers: [registry],
  })
  return {
    registry,
    countRequest(entrance, { method, route, status, seconds }) {
      requests.observe({ entrance, method, route, status }, seconds)
      if (status >= 500) failures.inc()
    },
    countJob(job, end, seconds) {
      jobs.observe({ job, end }, seconds)
    },
    countStoreRequest(operation, outcome, seconds) {
      storeRequests.observe({ operation, outcome }, seconds)
    },
  }
}

export function metricsRoute(
  app: FastifyInstance,
  { registry }: Metrics,
  allowFrom: readonly string[],
): void {
  const allowed = addresses(['127.0.0.0/8', '::1', ...allowFrom])
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    const address = request.ip.replace(/^::ffff:/, '')
    if (!allowed.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')) {
      throw new Problem(404, 'not-found', 'There is nothing here.')
    }
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}

function addresses(entries: readonly string[]): BlockList {
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  return list
}
