/**
 * How often one account and one address may change something, search, or send bytes. They hold for every route that
 * does, the ones to come too: what a route does is seen from its method and its schema. Routes with limits of their
 * own are left to these; docs/limits.md lists them all.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../http/index.ts'
import type { IdentityContext } from './entrance.ts'

const MINUTE_MS = 60_000
/** Behind one address there may be a whole hospital. */
const ACCOUNTS_BEHIND_AN_ADDRESS = 10
const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A POST that changes nothing: what is searched for must not stand in an address. */
    isSearch?: boolean
  }
}

type LimitedKind = 'change' | 'search' | 'upload'

/** Undefined: reading what one knows the address of. */
function limitedKind({ method, routeOptions }: FastifyRequest): LimitedKind | undefined {
  const { url = '', config, schema } = routeOptions
  if (config.rateLimit !== undefined) return undefined
  // tus asks, creates and sends, and a folder of images is some ten thousand files.
  if (/^\/api\/uploads\b/.test(url)) return method === 'OPTIONS' ? undefined : 'upload'
  if (config.isSearch === true) return 'search'
  if (!READING.has(method)) return 'change'
  return method === 'GET' && schema?.querystring !== undefined ? 'search' : undefined
}

/** To be called when `request.caller` is known. */
export function limitRequests(app: FastifyInstance, { config }: Pick<IdentityContext, 'config'>): void {
  const { changesPerMinute, searchesPerMinute, uploadRequestsPerMinute } = config.limits
  const counters = {
    change: countersOf(app, 'change', changesPerMinute),
    search: countersOf(app, 'search', searchesPerMinute),
    upload: countersOf(app, 'upload', uploadRequestsPerMinute),
  }
  app.addHook('onRequest', async (request, reply) => {
    const kind = limitedKind(request)
    if (kind === undefined) return
    const { account, address, visitor } = counters[kind]
    if (request.caller === null) {
      await visitor(request, reply)
      return
    }
    await account(request, reply)
    await address(request, reply)
  })
}

function countersOf(app: FastifyInstance, kind: LimitedKind, max: number) {
  const counter = (most: number, keyGenerator: (request: FastifyRequest) => string) => {
    const count = app.createRateLimit({ max: most, timeWindow: MINUTE_MS, keyGenerator })
    return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
      const counted = await count(request)
      if (counted.isAllowed || !counted.isExceeded) return
      reply.header('Retry-After', counted.ttlInSeconds)
      throw new Problem(429, 'too-many-requests', 'Too many requests; try again later.')
    }
  }
  return {
    account: counter(max, ({ caller }) => `${kind} of account ${caller?.personId}`),
    address: counter(max * ACCOUNTS_BEHIND_AN_ADDRESS, ({ ip }) => `${kind} of accounts at ${ip}`),
    visitor: counter(max, ({ ip }) => `${kind} of visitors at ${ip}`),
  }
}
