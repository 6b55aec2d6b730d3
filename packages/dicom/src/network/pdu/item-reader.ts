/** Numbers, texts and items out of the bytes of one PDU, in big endian, never beyond the end of what holds them. */
import { byteText } from '../../text/byte-text.ts'
import { PduError } from './pdu-error.ts'

const MAX_UID_CHARACTERS = 64

export interface Item {
  readonly type: number
  readonly content: ItemReader
}

export class ItemReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  uint8(): number {
    return this.#view.getUint8(this.#advance(1))
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2))
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4))
  }

  skip(length: number): void {
    this.#advance(length)
  }

  /** A view of them, not a copy. */
  bytes(length: number): Uint8Array {
    const at = this.#advance(length)
    return this.#bytes.subarray(at, at + length)
  }

  /** ISO 646, one character a byte. */
  text(length: number): string {
    return byteText(this.bytes(length))
  }

  /** PS3.8 §9.3.2: without padding; some pad with NUL or space nevertheless. */
  uid(length: number): string {
    if (length > MAX_UID_CHARACTERS + 2)
      throw new PduError('invalid-value', 'A UID of more than 64 characters')
    let end = length
    const bytes = this.bytes(length)
    while (end > 0 && (bytes[end - 1] === 0 || bytes[end - 1] === 0x20)) end--
    return byteText(bytes.subarray(0, end))
  }

  /** The rest as a UID. */
  restAsUid(): string {
    return this.uid(this.left)
  }

  /** An item or sub-item: type, a reserved byte, length of 16 bit, content. */
  item(): Item {
    const type = this.uint8()
    this.skip(1)
    const length = this.uint16()
    return { type, content: new ItemReader(this.bytes(length)) }
  }

  #advance(length: number): number {
    const at = this.#at
    if (length > this.left) {
      throw new PduError('damaged-pdu', `An item reaches ${length - this.left} bytes beyond what holds it`)
    }
    this.#at += length
    return at
  }
}
