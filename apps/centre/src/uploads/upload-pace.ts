/**
 * How many uploads one institution begins: a number a minute, evenly. What comes faster waits for a moment, and is refused
 * when that is not enough: a client that begins them as fast as it is answered takes a share of the processor, and not all of it.
 * Nothing of a refused request is read, neither its body nor a row.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { Problem } from '../http/index.ts'

export interface Pace {
  readonly perMinute: number
  /** What was not used of the time before may be used at once. */
  readonly unusedMs: number
  /** Who would have to wait longer is refused. */
  readonly longestWaitMs: number
  readonly institutions: number
}

/** A program with two hundred connections meets no refusal: each of them waits. */
export const PACE: Omit<Pace, 'perMinute'> = { unusedMs: 500, longestWaitMs: 1000, institutions: 5000 }

/** Of whoever is told to come again; `retryAfterSeconds` is for the header. */
export class TooManyUploads extends Problem {
  readonly retryAfterSeconds: number

  constructor(waitMs: number) {
    super(429, 'too-many-requests', 'Your institution begins too many uploads at once; try again later.')
    this.retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000))
  }
}

export class UploadPace {
  readonly #pace: Pace
  readonly #everyMs: number
  readonly #nowMs: () => number
  /** By institution: when the next one may begin. The first of them was used the longest ago. */
  readonly #next = new Map<string, number>()

  constructor(pace: Pace, nowMs = () => performance.now()) {
    this.#pace = pace
    this.#everyMs = 60_000 / pace.perMinute
    this.#nowMs = nowMs
  }

  /** @throws TooManyUploads */
  async wait(institutionId: string): Promise<void> {
    const waitMs = this.take(institutionId)
    if (waitMs > 0) await delay(waitMs)
  }

  /** @returns after how many milliseconds it may begin. @throws TooManyUploads */
  take(institutionId: string): number {
    const { unusedMs, longestWaitMs, institutions } = this.#pace
    const nowMs = this.#nowMs()
    const atMs = Math.max(this.#next.get(institutionId) ?? 0, nowMs - unusedMs)
    const waitMs = Math.max(0, atMs - nowMs)
    if (waitMs > longestWaitMs) throw new TooManyUploads(waitMs - longestWaitMs)
    this.#next.delete(institutionId)
    const [oldest] = this.#next.keys()
    if (this.#next.size >= institutions && oldest !== undefined) this.#next.delete(oldest)
    this.#next.set(institutionId, atMs + this.#everyMs)
    return waitMs
  }
}
