/**
 * Notices when bytes stop moving. A laptop that wakes up or changes its network leaves the request hanging, and the
 * browser takes minutes to give it up.
 */
const lookEveryMs = 2000
const stalledAfterMs = 30_000

export class StallWatch {
  readonly #onStall: () => void
  readonly #now: () => number
  #movedAtMs: number | undefined
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(onStall: () => void, now: () => number = () => performance.now()) {
    this.#onStall = onStall
    this.#now = now
  }

  /** To be called when a transfer starts, and whenever bytes have moved. */
  moved(): void {
    this.#movedAtMs = this.#now()
    this.#timer ??= setInterval(() => this.look(), lookEveryMs)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#movedAtMs = undefined
  }

  look(): void {
    if (this.#movedAtMs === undefined || this.#now() - this.#movedAtMs < stalledAfterMs) return
    this.#movedAtMs = this.#now()
    this.#onStall()
  }
}
