/** SHA-256 of a file that is still growing: taken up where it was left, and told for any length on the way. */
import { createHash, type Hash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'

const READ_BYTES = 1024 * 1024

export class FileHash {
  readonly #descriptor: number
  readonly #scratch = new Uint8Array(READ_BYTES)
  #hash: Hash = createHash('sha256')
  #at = 0

  constructor(path: string) {
    this.#descriptor = openSync(path, 'r')
  }

  get at(): number {
    return this.#at
  }

  /** One step towards `end`, of at most 1 MiB: under a millisecond. */
  step(end: number): void {
    const wanted = Math.min(this.#scratch.length, end - this.#at)
    const read = readSync(this.#descriptor, this.#scratch, 0, wanted, this.#at)
    if (read === 0) throw new Error(`the package ends at ${this.#at}, before ${end}`)
    this.#hash.update(this.#scratch.subarray(0, read))
    this.#at += read
  }

  /** Of everything so far, in hexadecimal. */
  digest(): string {
    return this.#hash.copy().digest('hex')
  }

  /** From the first byte again: what was hashed has changed. */
  restart(): void {
    this.#hash = createHash('sha256')
    this.#at = 0
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}
