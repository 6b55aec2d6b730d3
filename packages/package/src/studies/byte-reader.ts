/** Records of known lengths out of chunks of any length. */
import { Buffer } from 'node:buffer'
import { PackageError } from '../package-error.ts'

export class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>
  #rest: Uint8Array = new Uint8Array(0)

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]()
  }

  async isAtEnd(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const { value, done } = await this.#chunks.next()
      if (done === true) return true
      this.#rest = value
    }
    return false
  }

  /** The next bytes, which stay to be taken. @throws PackageError 'damaged-package' when there are fewer. */
  async peek(bytes: number): Promise<Uint8Array> {
    if (this.#rest.length < bytes) await this.#gather(bytes)
    return this.#rest.subarray(0, bytes)
  }

  /** The same, and they are the caller's. */
  async take(bytes: number): Promise<Uint8Array> {
    const taken = await this.peek(bytes)
    this.#rest = this.#rest.subarray(bytes)
    return taken
  }

  async #gather(bytes: number): Promise<void> {
    const parts = [this.#rest]
    let length = this.#rest.length
    while (length < bytes) {
      const { value, done } = await this.#chunks.next()
      if (done === true) throw new PackageError('damaged-package', 'the package ends within a record')
      parts.push(value)
      length += value.length
    }
    this.#rest = Buffer.concat(parts, length)
  }
}
