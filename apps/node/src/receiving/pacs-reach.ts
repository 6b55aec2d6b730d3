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
  /** Ids of the messages whose images wait because of it. */
  readonly waiting: Set<string>
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

  /** @param tookMs how long it was silent until that was known */
  failed(name: string, trouble: string, tookMs: number): void {
    const pauseMs = tookMs < QUICK_MS ? 0 : Math.min(tookMs, LONGEST_PAUSE_MS)
    const waiting = this.#away.get(name)?.waiting ?? new Set()
    this.#away.set(name, { trouble, notBeforeMs: this.#now() + pauseMs, waiting })
  }

  /** It goes on when the PACS answers again. Nothing, while the PACS is not away. */
  waits(name: string, messageId: string): void {
    this.#away.get(name)?.waiting.add(messageId)
  }

  /** @returns the ids of the messages that have waited for that */
  answered(name: string): readonly string[] {
    const away = this.#away.get(name)
    this.#away.delete(name)
    return away === undefined ? [] : [...away.waiting]
  }

  /** A person wants all to be called now. */
  callAll(): void {
    for (const [name, away] of this.#away) this.#away.set(name, { ...away, notBeforeMs: 0 })
  }
}
