/** Who has signed in at the page: sessions in memory, which end with the node, and attempts that failed. */
import { createHash, randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** Bound to this host and to TLS by its name (RFC 6265bis §4.1.3.2). */
const COOKIE = '__Host-epacs-node'
const IDLE_MS = 30 * 60_000
const LONGEST_MS = 12 * 3_600_000
const MOST_SESSIONS = 1000
const MOST_FAILURES = 5
/** What keys of names begin with. */
const OF_NAME = 'name '
const MOST_FAILURES_OF_NAME = 100
const FAILURES_COUNT_MS = 15 * 60_000
/** Of addresses and names that somebody makes up. */
const MOST_COUNTED = 10_000

interface Session {
  readonly name: string
  readonly endMs: number
  idleEndMs: number
}

export class Sessions {
  /** By SHA-256 of their tokens. */
  readonly #sessions = new Map<string, Session>()
  readonly #now: () => number

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** @returns the header Set-Cookie of its token */
  begin(name: string): string {
    const token = randomBytes(32).toString('base64url')
    const now = this.#now()
    for (const [key, { endMs, idleEndMs }] of this.#sessions) {
      if (now > endMs || now > idleEndMs) this.#sessions.delete(key)
    }
    const [oldest] = this.#sessions.keys()
    if (oldest !== undefined && this.#sessions.size >= MOST_SESSIONS) this.#sessions.delete(oldest)
    this.#sessions.set(keyOf(token), { name, endMs: now + LONGEST_MS, idleEndMs: now + IDLE_MS })
    return `${COOKIE}=${token}; Path=/; Secure; HttpOnly; SameSite=Strict`
  }

  /** Who it is; undefined: nobody who has signed in. @param isUse whether a person does something */
  of(headers: IncomingHttpHeaders, isUse: boolean): string | undefined {
    const key = keyIn(headers)
    const session = key === undefined ? undefined : this.#sessions.get(key)
    if (key === undefined || session === undefined) return undefined
    const now = this.#now()
    if (now > session.endMs || now > session.idleEndMs) {
      this.#sessions.delete(key)
      return undefined
    }
    if (isUse) session.idleEndMs = now + IDLE_MS
    return session.name
  }

  /** @returns the header Set-Cookie that takes it away */
  end(headers: IncomingHttpHeaders): string {
    const key = keyIn(headers)
    if (key !== undefined) this.#sessions.delete(key)
    return `${COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0`
  }
}

/**
 * After five that failed within a quarter of an hour nobody from that address is asked any more. Of a name it takes many more, from
 * many addresses: one machine alone cannot shut an administrator out.
 */
export class FailedAttempts {
  readonly #failures = new Map<string, { count: number; untilMs: number }>()
  readonly #now: () => number

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  areTooMany(...keys: readonly string[]): boolean {
    const now = this.#now()
    return keys.some((key) => {
      const failed = this.#failures.get(key)
      const most = key.startsWith(OF_NAME) ? MOST_FAILURES_OF_NAME : MOST_FAILURES
      return failed !== undefined && now < failed.untilMs && failed.count >= most
    })
  }

  /** Counted before it is known, so that many at once are no way around it; what succeeds is forgotten. */
  note(...keys: readonly string[]): void {
    const now = this.#now()
    for (const key of keys) {
      const before = this.#failures.get(key)
      const isFresh = before !== undefined && now < before.untilMs
      this.#failures.delete(key)
      this.#failures.set(key, {
        count: isFresh ? before.count + 1 : 1,
        untilMs: isFresh ? before.untilMs : now + FAILURES_COUNT_MS,
      })
    }
    while (this.#failures.size > MOST_COUNTED) {
      const [oldest = ''] = this.#failures.keys()
      this.#failures.delete(oldest)
    }
  }

  forget(...keys: readonly string[]): void {
    for (const key of keys) this.#failures.delete(key)
  }
}

function keyIn({ cookie = '' }: IncomingHttpHeaders): string | undefined {
  const [, token] = new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]{43})(?:;|$)`).exec(cookie) ?? []
  return token === undefined ? undefined : keyOf(token)
}

function keyOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
