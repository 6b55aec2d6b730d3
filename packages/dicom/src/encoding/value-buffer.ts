/** Collects the bytes of a value that may arrive in parts. Grows by what came, never by what was announced. */
const FIRST_BYTES = 256

export class ValueBuffer {
  #bytes = new Uint8Array(FIRST_BYTES)
  #used = 0
  #expected = 0
  /** A value that came in one part. */
  #whole: Uint8Array | undefined

  /** @param lengthBytes announced; only tells whether the first part is already the whole */
  begin(lengthBytes: number): void {
    this.#used = 0
    this.#expected = lengthBytes
    this.#whole = undefined
  }

  append(bytes: Uint8Array, start: number, end: number): void {
    if (this.#used === 0 && end - start === this.#expected) {
      this.#whole = new Uint8Array(bytes.subarray(start, end))
      return
    }
    const used = this.#used + end - start
    if (used > this.#bytes.length) {
      const grown = new Uint8Array(
        Math.min(Math.max(used, 2 * this.#bytes.length), Math.max(used, this.#expected)),
      )
      grown.set(this.#bytes.subarray(0, this.#used))
      this.#bytes = grown
    }
    this.#bytes.set(bytes.subarray(start, end), this.#used)
    this.#used = used
  }

  /** A copy of what was collected. */
  take(): Uint8Array {
    return this.#whole ?? this.#bytes.slice(0, this.#used)
  }
}
