/**
 * Who is refused again and again waits for each further refusal. A client that asks as fast as it is answered would have
 * the processor to itself by refusals alone: held for a second, thousands of them in a second become as many as it has
 * connections.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { IdentityContext } from './entrance.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** A limit was met, whatever the answer looks like: browsers get a page. */
    isOverLimit: boolean
  }
}

const MINUTE_MS = 60_000

interface Held {
  sinceMs: number
  refusals: number
  now: number
}

export interface HoldLimits {
  /** Of one address within a minute, that are answered at once. */
  readonly free: number
  readonly holdMs: number
  /** Answers that are held at the same time: each keeps a connection. */
  readonly ofAddress: number
  readonly inAll: number
  readonly addresses: number
}

/** Behind a proxy the held ones are its connections: well below what an entrance has (`limits.connections`). */
export const HOLD_LIMITS: HoldLimits = {
  free: 20,
  holdMs: 1000,
  ofAddress: 256,
  inAll: 1000,
  addresses: 5000,
}

export class HeldRefusals {
  readonly #limits: HoldLimits
  readonly #clockMs: () => number
  readonly #addresses = new Map<string, Held>()
  #now = 0

  constructor(limits: HoldLimits, clockMs: () => number) {
    this.#limits = limits
    this.#clockMs = clockMs
  }

  /** @returns how it was: there is no room for `too-many`, whose connection had better go */
  async hold(address: string, signal: AbortSignal): Promise<'at-once' | 'held' | 'too-many'> {
    const { free, holdMs, ofAddress, inAll } = this.#limits
    const of = this.#of(address)
    of.refusals++
    if (of.refusals <= free || signal.aborted) return 'at-once'
    if (of.now >= ofAddress || this.#now >= inAll) return 'too-many'
    of.now++
    this.#now++
    // A centre that stops does not wait for it.
    await delay(holdMs, undefined, { signal }).catch(() => undefined)
    of.now--
    this.#now--
    return 'held'
  }

  #of(address: string): Held {
    const nowMs = this.#clockMs()
    let of = this.#addresses.get(address)
    if (of === undefined) {
      const [oldest] = this.#addresses.keys()
      if (this.#addresses.size >= this.#limits.addresses && oldest !== undefined) {
        this.#addresses.delete(oldest)
      }
      of = { sinceMs: nowMs, refusals: 0, now: 0 }
      this.#addresses.set(address, of)
    } else if (nowMs - of.sinceMs > MINUTE_MS) {
      of.sinceMs = nowMs
      of.refusals = 0
    }
    return of
  }
}

/** To be called before the routes. */
export function holdRefusals(app: FastifyInstance, { leaving }: IdentityContext): void {
  const refusals = new HeldRefusals(HOLD_LIMITS, () => performance.now())
  app.decorateRequest('isOverLimit', false)
  app.addHook('onSend', async (request: FastifyRequest, reply: FastifyReply) => {
    if (reply.statusCode !== 429 && !request.isOverLimit) return
    const how = await refusals.hold(normalizeIP(request.ip), leaving)
    // A proxy's connections are everybody's.
    if (how === 'too-many' && request.ip === request.socket.remoteAddress) reply.header('Connection', 'close')
  })
}
