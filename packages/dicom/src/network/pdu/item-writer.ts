/** Numbers, texts and items in big endian into one buffer that grows, lengths filled in when their content is there. */

const FIRST_BYTES = 1024
const MAX_ITEM_BYTES = 0xffff

export class ItemWriter {
  #bytes = new Uint8Array(FIRST_BYTES)
  #view = new DataView(this.#bytes.buffer)
  #used = 0

  /** What was written; nothing may be written afterwards. */
  take(): Uint8Array {
    return this.#bytes.subarray(0, this.#used)
  }

  uint8(value: number): void {
    const at = this.#reserve(1)
    this.#view.setUint8(at, value)
  }

  uint16(value: number): void {
    const at = this.#reserve(2)
    this.#view.setUint16(at, value)
  }

  uint32(value: number): void {
    const at = this.#reserve(4)
    this.#view.setUint32(at, value)
  }

  zeros(length: number): void {
    const at = this.#reserve(length)
    this.#bytes.fill(0, at, at + length)
  }

  bytes(bytes: Uint8Array): void {
    const at = this.#reserve(bytes.length)
    this.#bytes.set(bytes, at)
  }

  /** @param text of ASCII */
  text(text: string): void {
    const at = this.#reserve(text.length)
    for (let index = 0; index < text.length; index++) this.#bytes[at + index] = text.charCodeAt(index)
  }

  /** Length of 16 bit, then the text. */
  countedText(text: string): void {
    this.uint16(text.length)
    this.text(text)
  }

  /** Length of 16 bit, then the bytes. */
  countedBytes(bytes: Uint8Array): void {
    this.uint16(bytes.length)
    this.bytes(bytes)
  }

  item(type: number, write: () => void): void {
    this.uint8(type)
    this.uint8(0)
    const at = this.#reserve(2)
    write()
    const length = this.#used - at - 2
    if (length > MAX_ITEM_BYTES)
      throw new RangeError(`an item of ${length} bytes, more than its length can tell`)
    this.#view.setUint16(at, length)
  }

  /** @returns what to call end32 with */
  begin32(): number {
    return this.#reserve(4)
  }

  end32(begun: number): void {
    this.#view.setUint32(begun, this.#used - begun - 4)
  }

  #reserve(length: number): number {
    const at = this.#used
    this.#used += length
    if (this.#used > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#used))
      grown.set(this.#bytes)
      this.#bytes = grown
      this.#view = new DataView(grown.buffer)
    }
    return at
  }
}
