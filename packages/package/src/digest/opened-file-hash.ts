/** As `FileHash`, of a file that only its `Files` can read. */
import { createHash, type Hash } from 'node:crypto'
import type { OpenedFile } from '../files.ts'

const READ_BYTES = 512 * 1024

export class OpenedFileHash {
  readonly #file: OpenedFile
  readonly #scratch = new Uint8Array(READ_BYTES)
  #hash: Hash = createHash('sha256')
  #at = 0

  /** Closes it in the end. */
  constructor(file: OpenedFile) {
    this.#file = file
  }

  get at(): number {
    return this.#at
  }

  /** One step towards `end`, under a millisecond of this thread. */
  async step(end: number): Promise<void> {
    const wanted = Math.min(this.#scratch.length, end - this.#at)
    const { bytesRead } = await this.#file.read(this.#scratch, 0, wanted, this.#at)
    if (bytesRead === 0) throw new Error(`the package ends at ${this.#at}, before ${end}`)
    this.#hash.update(this.#scratch.subarray(0, bytesRead))
    this.#at += bytesRead
  }

  /** Of everything so far, in hexadecimal. */
  digest(): string {
    return this.#hash.copy().digest('hex')
  }

  restart(): void {
    this.#hash = createHash('sha256')
    this.#at = 0
  }

  async close(): Promise<void> {
    await this.#file.close()
  }
}
