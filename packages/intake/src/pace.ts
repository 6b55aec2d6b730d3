/**
 * Gives the event loop a turn now and then: long rows of work that is always ready (bytes in memory, entries of a
 * few bytes) would otherwise keep a server from answering anybody else.
 */
import { setImmediate } from 'node:timers/promises'

const STRETCH_MS = 8

export class Pace {
  readonly #signal: AbortSignal | undefined
  readonly #nowMs: () => number
  #turnAtMs: number

  constructor(signal?: AbortSignal, nowMs = () => performance.now()) {
    this.#signal = signal
    this.#nowMs = nowMs
    this.#turnAtMs = nowMs()
  }

  /**
   * Undefined: go on at once.
   *
   * @throws the signal's reason when the work is no longer wanted
   */
  rest(): Promise<void> | undefined {
    this.#signal?.throwIfAborted()
    return this.#nowMs() - this.#turnAtMs < STRETCH_MS ? undefined : this.#turn()
  }

  async #turn(): Promise<void> {
    await setImmediate()
    this.#turnAtMs = this.#nowMs()
    this.#signal?.throwIfAborted()
  }
}
