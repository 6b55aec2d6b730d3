/**
 * Which PACS answered when they were called last. One that lets its callers wait is called by one delivery at a time: the others
 * go on with those PACS that answer, and no work is held up.
 */

/** To find out so quickly that a PACS is away keeps nobody waiting. */
const QUICK_MS = 5_000
const LONGEST_PAUSE_MS = 60_000

interface Away {
  readonly trouble: string
  readonly notBeforeMs: number
}

export class PacsReach {
  readonly #away = new Map<string, Away>()
  readonly #now: () => number

  constructor(now = Date.now) {
    this.#now = now
  }

  /** Names of those that did not answer when they were called last, or broke off. */
  get away(): ReadonlySet<string> {
    return new Set(this.#away.keys())
  }

  /**
   * Whether to call it now. One that kept its callers waiting is left alone for a while, and then called once.
   *
   * @returns undefined: call it; otherwise what was in the way the last time
   */
  troubleNow(name: string): string | undefined {
    const away = this.#away.get(name)
    if (away === undefined) return undefined
    if (this.#now() < away.notBeforeMs) return away.trouble
    this.#away.set(name, { ...away, notBeforeMs: this.#now() + LONGEST_PAUSE_MS })
    return undefined
  }

  /** @param tookMs how long it was until that was known */
  failed(name: string, trouble: string, tookMs: number): void {
    const pauseMs = tookMs < QUICK_MS ? 0 : Math.min(tookMs, LONGEST_PAUSE_MS)
    this.#away.set(name, { trouble, notBeforeMs: this.#now() + pauseMs })
  }

  /** @returns whether it was away until now */
  answered(name: string): boolean {
    return this.#away.delete(name)
  }

  /** A person wants all to be called now. */
  callAll(): void {
    for (const [name, away] of this.#away) this.#away.set(name, { ...away, notBeforeMs: 0 })
  }
}
