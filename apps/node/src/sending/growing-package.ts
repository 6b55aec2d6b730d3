/** A package that travels while it is written: how much of its file can be sent already, and when that changes. */
import type { GrowingFile } from '../centre/upload.ts'

export class GrowingPackage implements GrowingFile {
  readonly path: string
  #finalBytes = 0
  #isWhole = false
  #isSpoilt = false
  #change = Promise.withResolvers<void>()

  constructor(path: string) {
    this.path = path
  }

  get finalBytes(): number {
    return this.#finalBytes
  }

  get isWhole(): boolean {
    return this.#isWhole
  }

  /** What was told as final was changed after all: what has travelled is of no use. */
  get isSpoilt(): boolean {
    return this.#isSpoilt
  }

  /** As `TellFinalBytes`. */
  tell(bytes: number, isWhole: boolean): void {
    this.#isSpoilt ||= bytes < this.#finalBytes
    this.#finalBytes = bytes
    this.#isWhole = isWhole
    const { resolve } = this.#change
    this.#change = Promise.withResolvers<void>()
    resolve()
  }

  /** Resolves with the next change. */
  get changed(): Promise<void> {
    return this.#change.promise
  }
}
