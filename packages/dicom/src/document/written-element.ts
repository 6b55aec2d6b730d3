/** Elements of objects that are made here, at once or piece by piece: Explicit VR Little Endian (PS3.5 §7.1.2), text in UTF-8. */
import type { Tag, VR } from '../data-set.ts'
import { hasLongHeader } from '../encoding/value-representation.ts'

export const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1'
/** Specific Character Set. */
export const UTF_8 = 'ISO_IR 192'

export interface Written {
  readonly tag: Tag
  readonly vr: VR
  readonly value: string
}

const ENCODER = new TextEncoder()
const ZERO = Uint8Array.of(0)
const SPACE = Uint8Array.of(0x20)

export function encoded({ tag, vr, value }: Written): Uint8Array {
  const bytes = ENCODER.encode(value)
  if (bytes.length % 2 === 0) return concat([header(tag, vr, bytes.length), bytes])
  return concat([header(tag, vr, bytes.length + 1), bytes, vr === 'UI' ? ZERO : SPACE])
}

/** PS3.5 §7.1.2. */
export function header(tag: Tag, vr: VR, valueBytes: number): Uint8Array {
  const isLong = hasLongHeader(vr)
  const view = new DataView(new ArrayBuffer(isLong ? 12 : 8))
  view.setUint16(0, tag >>> 16, true)
  view.setUint16(2, tag & 0xffff, true)
  view.setUint8(4, vr.charCodeAt(0))
  view.setUint8(5, vr.charCodeAt(1))
  if (isLong) view.setUint32(8, valueBytes, true)
  else view.setUint16(6, valueBytes, true)
  return new Uint8Array(view.buffer)
}

export function uint32(value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(4))
  view.setUint32(0, value, true)
  return new Uint8Array(view.buffer)
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Of a data set that is made piece by piece. */
export type Pieces = Generator<Uint8Array>

export function element(tag: Tag, vr: VR, value: string): Uint8Array {
  return encoded({ tag, vr, value })
}

export function* ifTold(tag: Tag, vr: VR, value: string): Pieces {
  if (value !== '') yield element(tag, vr, value)
}

/** PS3.5 §7.5: ended by delimitations, so that nothing has to be counted first. */
const ITEM_START = delimiter(0xfffee000, 0xffffffff)
const ITEM_END = delimiter(0xfffee00d, 0)
const SEQUENCE_END = delimiter(0xfffee0dd, 0)

export function* sequence(tag: Tag, items: Iterable<Pieces>): Pieces {
  yield header(tag, 'SQ', 0xffffffff)
  for (const each of items) yield* item(each)
  yield SEQUENCE_END
}

function* item(content: Pieces): Pieces {
  yield ITEM_START
  yield* content
  yield ITEM_END
}

function delimiter(tag: Tag, length: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(8))
  view.setUint16(0, tag >>> 16, true)
  view.setUint16(2, tag & 0xffff, true)
  view.setUint32(4, length, true)
  return new Uint8Array(view.buffer)
}
