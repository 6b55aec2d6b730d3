/**
 * How far the clock of this machine is from the centre's, by the date of its answers (RFC 9110 §6.6.1). What is to be judged
 * by the true time, while the clock here may be wrong by a month, is judged by the centre's.
 */
import type { Logger } from 'pino'
import { type Clocks, JUMP_MS, MACHINE_CLOCKS } from './clock-watch.ts'

/** As `epacs node doctor` judges. */
export const LARGEST_CLOCK_DIFFERENCE_MS = 60_000

/** @param date of an answer that has come now. @returns above zero: the clock here is ahead; undefined: the answer does not tell */
export function clockAheadMs(date: string | undefined, nowMs = Date.now()): number | undefined {
  const aheadMs = nowMs - Date.parse(date ?? '')
  return Number.isNaN(aheadMs) ? undefined : aheadMs
}

/**
 * What was heard holds until the clock here jumps: somebody has set it, or the machine has slept, and which of them nobody can
 * tell before the centre answers again.
 */
export class ClockDifference {
  readonly #log: Logger
  readonly #clocks: Clocks
  #heard: { readonly aheadMs: number; readonly apartMs: number } | undefined
  #wasWrong = false

  constructor(log: Logger, clocks: Clocks = MACHINE_CLOCKS) {
    this.#log = log
    this.#clocks = clocks
  }

  /** Null: the centre has not told yet, or not since the clock here jumped. */
  get aheadMs(): number | null {
    return this.#heard !== undefined && this.#standsSince(this.#heard.apartMs) ? this.#heard.aheadMs : null
  }

  get isWrong(): boolean {
    return Math.abs(this.aheadMs ?? 0) >= LARGEST_CLOCK_DIFFERENCE_MS
  }

  /** Milliseconds since 1970 by the centre's clock, as far as it is known. */
  nowMs(): number {
    return this.#clocks.wallMs() - (this.isWrong ? (this.aheadMs ?? 0) : 0)
  }

  /**
   * Of a request that goes out now. @returns to be called when its answer comes, with its date. One between whose going and
   * coming the clock jumped tells nothing: it may have lain here while the machine slept.
   */
  asking(): (date: string | undefined) => void {
    const apartMs = this.#apartMs()
    return (date) => {
      const aheadMs = clockAheadMs(date, this.#clocks.wallMs())
      if (aheadMs !== undefined && this.#standsSince(apartMs)) this.#note(aheadMs)
    }
  }

  #apartMs(): number {
    return this.#clocks.wallMs() - this.#clocks.steadyMs()
  }

  #standsSince(apartMs: number): boolean {
    return Math.abs(this.#apartMs() - apartMs) < JUMP_MS
  }

  #note(aheadMs: number): void {
    this.#heard = { aheadMs, apartMs: this.#apartMs() }
    const { isWrong } = this
    if (isWrong === this.#wasWrong) return
    this.#wasWrong = isWrong
    if (isWrong) this.#log.error({ aheadMs }, 'the clock of this machine is not the centre’s: set it')
    else this.#log.info({ aheadMs }, 'the clock of this machine is the centre’s again')
  }
}
