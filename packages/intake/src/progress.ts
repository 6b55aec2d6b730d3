/** How far an intake is, counted in bytes of what was received. */
import type { IntakeProgress } from './intake-result.ts'

export class ProgressMeter {
  readonly #bytesTotal: number
  readonly #tell: ((progress: IntakeProgress) => void) | undefined
  /** Of sources that are done with. */
  #finishedBytes = 0
  #sourceBytes = 0
  #sourceDone = 0
  #filesDone = 0

  constructor(bytesTotal: number, tell: ((progress: IntakeProgress) => void) | undefined) {
    this.#bytesTotal = bytesTotal
    this.#tell = tell
  }

  beginSource(sizeBytes: number): void {
    this.#sourceBytes = sizeBytes
    this.#sourceDone = 0
  }

  advance(bytes: number): void {
    this.#sourceDone = Math.min(this.#sourceBytes, this.#sourceDone + bytes)
    this.#say()
  }

  fileDone(): void {
    this.#filesDone++
    this.#say()
  }

  /** Whatever was not read of it (headers, what follows a refusal) counts as done. */
  endSource(): void {
    this.#finishedBytes += this.#sourceBytes
    this.#sourceBytes = 0
    this.#sourceDone = 0
    this.#say()
  }

  #say(): void {
    this.#tell?.({
      bytesDone: this.#finishedBytes + this.#sourceDone,
      bytesTotal: this.#bytesTotal,
      filesDone: this.#filesDone,
    })
  }
}
