/**
 * Lists that were fetched: each once for all who need it at the same time, again before it ends, and kept when the
 * newer one cannot be had or is worse. What is kept elsewhere (by other processes, over restarts) counts too.
 */
import type { Certificate } from '../certificate/certificate.ts'
import { type Crl, readCrl, requireAuthentic } from './crl.ts'
import type { Fetch } from './fetch.ts'
import { RevocationError } from './status.ts'

/** Where lists outlive the process. */
export interface CrlStore {
  load(url: string): Promise<{ readonly der: Uint8Array; readonly fetchedAt: Date } | undefined>
  save(url: string, der: Uint8Array, fetchedAt: Date): Promise<void>
}

export interface CrlCacheParts {
  readonly fetch: Fetch
  readonly clock: () => Date
  readonly store: CrlStore
  /** A list is fetched again after this time, or when nine tenths of its own are over. */
  readonly refreshMs: number
}

/** After an attempt that failed nobody waits for the next one. */
const RETRY_MS = 30_000
const MOST_LISTS = 1000

interface Kept {
  readonly crl: Crl
  readonly issuer: Certificate
  readonly refreshAtMs: number
}

interface Failure {
  readonly error: RevocationError
  readonly atMs: number
}

export class CrlCache {
  readonly #parts: CrlCacheParts
  /** By issuer and address: two authorities may name the same one. */
  readonly #kept = new Map<string, Kept>()
  readonly #failures = new Map<string, Failure>()
  readonly #underWay = new Map<string, Promise<Crl>>()

  constructor(parts: CrlCacheParts) {
    this.#parts = parts
  }

  /** An authentic, current list. Throws RevocationError. */
  async get(url: string, issuer: Certificate): Promise<Crl> {
    const at = this.#parts.clock()
    const kept = this.#kept.get(keyOf(url, issuer))
    if (kept === undefined || kept.crl.nextUpdate <= at) return await this.#renew(url, issuer)
    if (kept.refreshAtMs <= at.getTime()) {
      // What is there is good: nobody waits, and a failure is the next one's to report.
      this.#renew(url, issuer).catch(() => undefined)
    }
    return kept.crl
  }

  /** Fetches again what is due. Resolves to the failures. */
  async refresh(): Promise<readonly { readonly url: string; readonly error: RevocationError }[]> {
    const nowMs = this.#parts.clock().getTime()
    const due = [...this.#kept].filter(([, { refreshAtMs }]) => refreshAtMs <= nowMs)
    const failures: { url: string; error: RevocationError }[] = []
    for (const [key, { issuer }] of due) {
      const url = key.slice(key.indexOf(' ') + 1)
      await this.#renew(url, issuer).catch((error: unknown) => {
        if (!(error instanceof RevocationError)) throw error
        failures.push({ url, error })
      })
    }
    return failures
  }

  async #renew(url: string, issuer: Certificate): Promise<Crl> {
    const key = keyOf(url, issuer)
    const underWay = this.#underWay.get(key)
    if (underWay !== undefined) return await underWay
    const failure = this.#failures.get(key)
    if (failure !== undefined && Math.abs(this.#parts.clock().getTime() - failure.atMs) < RETRY_MS)
      throw failure.error
    const work = this.#obtain(url, issuer).finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, work)
    return await work
  }

  async #obtain(url: string, issuer: Certificate): Promise<Crl> {
    const { fetch, clock, store } = this.#parts
    const key = keyOf(url, issuer)
    const stored = await store.load(url)
    const at = clock()
    if (stored !== undefined && this.#refreshAt(stored.der, stored.fetchedAt) > at.getTime()) {
      const crl = this.#take(key, issuer, stored.der, stored.fetchedAt)
      if (crl instanceof Error === false) return crl
    }
    try {
      const der = await fetch({ url })
      const crl = this.#take(key, issuer, der, clock())
      if (crl instanceof Error) throw crl
      this.#failures.delete(key)
      await store.save(url, crl.der, clock())
      return crl
    } catch (error) {
      if (!(error instanceof RevocationError)) throw error
      bound(this.#failures)
      this.#failures.set(key, { error, atMs: clock().getTime() })
      // Past its refresh, but not over: the last one that was there counts to its end.
      const last = stored === undefined ? error : this.#take(key, issuer, stored.der, stored.fetchedAt)
      if (last instanceof Error) throw error
      return last
    }
  }

  /** Keeps it, if it is authentic, current and not older than what is there already. */
  #take(key: string, issuer: Certificate, der: Uint8Array, fetchedAt: Date): Crl | RevocationError {
    try {
      const crl = readCrl(der)
      requireAuthentic(crl, issuer, this.#parts.clock())
      const before = this.#kept.get(key)
      const isOlder = before !== undefined && crl.thisUpdate < before.crl.thisUpdate
      const newest = isOlder ? before.crl : crl
      bound(this.#kept)
      this.#kept.set(key, { crl: newest, issuer, refreshAtMs: this.#refreshAt(newest.der, fetchedAt) })
      return newest
    } catch (error) {
      if (error instanceof RevocationError) return error
      throw error
    }
  }

  #refreshAt(der: Uint8Array, fetchedAt: Date): number {
    const { thisUpdate, nextUpdate } = readCrl(der)
    const lifeMs = nextUpdate.getTime() - thisUpdate.getTime()
    return Math.min(fetchedAt.getTime() + this.#parts.refreshMs, nextUpdate.getTime() - lifeMs / 10)
  }
}

function keyOf(url: string, { facts }: Certificate): string {
  return `${facts.fingerprintSha256} ${url}`
}

/** The one that came first goes. */
function bound(map: Map<string, unknown>): void {
  const [oldest] = map.keys()
  if (map.size >= MOST_LISTS && oldest !== undefined) map.delete(oldest)
}
