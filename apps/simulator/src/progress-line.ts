/** One line that is written over in a terminal; elsewhere a line now and then. */
import type { WriteStream } from 'node:tty'

const ELSEWHERE_EVERY_MS = 10_000

export class ProgressLine {
  readonly #out: WriteStream
  #lastMs = Number.NEGATIVE_INFINITY
  #isOpen = false

  constructor(out: WriteStream) {
    this.#out = out
  }

  tell(line: string): void {
    if (this.#out.isTTY) {
      this.#out.write(`\r\u001b[2K${line.slice(0, Math.max(20, this.#out.columns - 1))}`)
      this.#isOpen = true
      return
    }
    if (performance.now() - this.#lastMs < ELSEWHERE_EVERY_MS) return
    this.#lastMs = performance.now()
    this.#out.write(`${line}\n`)
  }

  end(): void {
    if (this.#isOpen) this.#out.write('\r\u001b[2K')
    this.#isOpen = false
  }
}
