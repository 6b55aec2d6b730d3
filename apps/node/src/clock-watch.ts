/**
 * Jumps of the machine's clock, which somebody sets or NTP finds wrong: marks in the node's records are by it. What is
 * measured while the node runs is measured by a clock that never jumps (`performance.now`). A machine that slept seems to have jumped, too: that clock stood still.
 */
const LOOK_EVERY_MS = 1000
/** What is less is slewing, or a busy machine. */
export const JUMP_MS = 5000

export interface Clocks {
  /** Milliseconds since 1970. */
  readonly wallMs: () => number
  /** Milliseconds, never set. */
  readonly steadyMs: () => number
}

export const MACHINE_CLOCKS: Clocks = { wallMs: () => Date.now(), steadyMs: () => performance.now() }

export class ClockWatch {
  readonly #clocks: Clocks
  readonly #onJump: (byMs: number) => void
  #apartMs: number
  #timer: NodeJS.Timeout | undefined

  /** @param onJump `byMs` below zero: it was set back */
  constructor(onJump: (byMs: number) => void, clocks: Clocks = MACHINE_CLOCKS) {
    this.#clocks = clocks
    this.#onJump = onJump
    this.#apartMs = this.#apart()
  }

  start(): void {
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS)
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  look(): void {
    const apartMs = this.#apart()
    const byMs = Math.round(apartMs - this.#apartMs)
    if (Math.abs(byMs) < JUMP_MS) return
    this.#apartMs = apartMs
    this.#onJump(byMs)
  }

  #apart(): number {
    return this.#clocks.wallMs() - this.#clocks.steadyMs()
  }
}
