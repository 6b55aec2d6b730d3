/** Data elements in Explicit VR Little Endian (PS3.5 §7.1.2), one after the other into one buffer that grows. */
import type { Tag, VR } from '../data-set.ts'
import { hasLongHeader } from '../encoding/value-representation.ts'

const FIRST_BYTES = 512
const ITEM = 0xfffee000
const ITEM_HEADER_BYTES = 8
const SEQUENCE_HEADER_BYTES = 12
const SPACE = 0x20

export class ElementWriter {
  #bytes = new Uint8Array(FIRST_BYTES)
  #view = new DataView(this.#bytes.buffer)
  #used = 0

  /** What was written; nothing may be written afterwards. */
  take(): Uint8Array {
    return this.#bytes.subarray(0, this.#used)
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.#used)
    this.#used += bytes.length
  }

  header(tag: Tag, vr: VR, length: number): void {
    this.#reserve(SEQUENCE_HEADER_BYTES)
    this.#tag(tag)
    this.#view.setUint8(this.#used + 4, vr.charCodeAt(0))
    this.#view.setUint8(this.#used + 5, vr.charCodeAt(1))
    if (hasLongHeader(vr)) {
      this.#view.setUint16(this.#used + 6, 0, true)
      this.#view.setUint32(this.#used + 8, length, true)
      this.#used += SEQUENCE_HEADER_BYTES
    } else {
      this.#view.setUint16(this.#used + 6, length, true)
      this.#used += 8
    }
  }

  /** Padded to even length. */
  value(tag: Tag, vr: VR, value: Uint8Array): void {
    const isOdd = value.length % 2 === 1
    this.header(tag, vr, value.length + (isOdd ? 1 : 0))
    this.bytes(value)
    if (isOdd) this.#pad(vr)
  }

  /** @param text of ASCII */
  text(tag: Tag, vr: VR, text: string): void {
    const isOdd = text.length % 2 === 1
    this.header(tag, vr, text.length + (isOdd ? 1 : 0))
    this.#reserve(text.length)
    for (let at = 0; at < text.length; at++) this.#bytes[this.#used++] = text.charCodeAt(at)
    if (isOdd) this.#pad(vr)
  }

  number(tag: Tag, vr: 'US' | 'UL', value: number): void {
    const length = vr === 'US' ? 2 : 4
    this.header(tag, vr, length)
    this.#reserve(length)
    if (vr === 'US') this.#view.setUint16(this.#used, value, true)
    else this.#view.setUint32(this.#used, value, true)
    this.#used += length
  }

  /** @returns where it begins, for endSequence */
  beginSequence(tag: Tag): number {
    this.header(tag, 'SQ', 0)
    return this.#used
  }

  endSequence(start: number): void {
    this.#view.setUint32(start - 4, this.#used - start, true)
  }

  /** @returns where it begins, for endItem */
  beginItem(): number {
    this.#reserve(ITEM_HEADER_BYTES)
    this.#tag(ITEM)
    this.#used += ITEM_HEADER_BYTES
    return this.#used
  }

  endItem(start: number): void {
    this.#view.setUint32(start - 4, this.#used - start, true)
  }

  #tag(tag: Tag): void {
    this.#view.setUint16(this.#used, tag >>> 16, true)
    this.#view.setUint16(this.#used + 2, tag & 0xffff, true)
  }

  #pad(vr: VR): void {
    this.#reserve(1)
    this.#bytes[this.#used++] = vr === 'UI' || vr === 'OB' || vr === 'UN' ? 0 : SPACE
  }

  #reserve(bytes: number): void {
    if (this.#used + bytes <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#used + bytes))
    grown.set(this.#bytes)
    this.#bytes = grown
    this.#view = new DataView(grown.buffer)
  }
}
