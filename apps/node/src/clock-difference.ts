/**
 * How far the clock of this machine is from the centre's, by the date of its answers (RFC 9110 §6.6.1). What is to be judged
 * by the true time, while the clock here may be wrong by a month, is judged by the centre's.
 */
import type { Logger } from 'pino'

/** As `epacs node doctor` judges. */
export const LARGEST_CLOCK_DIFFERENCE_MS = 60_000

/** @param date of an answer that has come now. @returns above zero: the clock here is ahead; undefined: the answer does not tell */
export function clockAheadMs(date: string | undefined): number | undefined {
  const aheadMs = Date.now() - Date.parse(date ?? '')
  return Number.isNaN(aheadMs) ? undefined : aheadMs
}

export class ClockDifference {
  readonly #log: Logger
  #aheadMs: number | null = null

  constructor(log: Logger) {
    this.#log = log
  }

  /** Null: the centre has not told yet. */
  get aheadMs(): number | null {
    return this.#aheadMs
  }

  get isWrong(): boolean {
    return Math.abs(this.#aheadMs ?? 0) >= LARGEST_CLOCK_DIFFERENCE_MS
  }

  /** Milliseconds since 1970 by the centre's clock, as far as it is known. */
  nowMs(): number {
    return Date.now() - (this.isWrong ? (this.#aheadMs ?? 0) : 0)
  }

  /** The clock here was set: what it was apart it is no more. */
  set(byMs: number): void {
    if (this.#aheadMs !== null) this.#note(this.#aheadMs + byMs)
  }

  /** @param date of an answer that has come now */
  heard(date: string | undefined): void {
    const aheadMs = clockAheadMs(date)
    if (aheadMs !== undefined) this.#note(aheadMs)
  }

  #note(aheadMs: number): void {
    const wasWrong = this.isWrong
    this.#aheadMs = aheadMs
    if (this.isWrong === wasWrong) return
    if (this.isWrong) this.#log.error({ aheadMs }, 'the clock of this machine is not the centre’s: set it')
    else this.#log.info({ aheadMs }, 'the clock of this machine is the centre’s again')
  }
}
