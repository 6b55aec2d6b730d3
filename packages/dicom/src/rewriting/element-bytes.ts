/** Elements of a few bytes, in whatever encoding their data set has (PS3.5 §7.1, annex A). */
import type { Tag, VR } from '../data-set.ts'
import type { Encoding } from '../encoding/transfer-syntax.ts'
import { hasLongHeader } from '../encoding/value-representation.ts'

const ITEM: Tag = 0xfffee000

/** @param length of the value; 0xffffffff: it ends with a delimitation */
export function headerBytes(tag: Tag, vr: VR, length: number, { vr: form, byteOrder }: Encoding): Uint8Array {
  const isLong = form === 'explicit' && hasLongHeader(vr)
  const bytes = new Uint8Array(isLong ? 12 : 8)
  const view = new DataView(bytes.buffer)
  const isLittle = byteOrder === 'little'
  view.setUint16(0, tag >>> 16, isLittle)
  view.setUint16(2, tag & 0xffff, isLittle)
  if (form === 'implicit') view.setUint32(4, length, isLittle)
  else {
    view.setUint8(4, vr.charCodeAt(0))
    view.setUint8(5, vr.charCodeAt(1))
    if (isLong) view.setUint32(8, length, isLittle)
    else view.setUint16(6, length, isLittle)
  }
  return bytes
}

/** @param value of text or plain bytes; padded to an even length (PS3.5 §7.1.1) */
export function elementBytes(tag: Tag, vr: VR, value: Uint8Array, encoding: Encoding): Uint8Array {
  const paddedBytes = value.length + (value.length % 2)
  const header = headerBytes(tag, vr, paddedBytes, encoding)
  const bytes = new Uint8Array(header.length + paddedBytes).fill(vr === 'UI' || vr === 'OB' ? 0 : 0x20)
  bytes.set(header)
  bytes.set(value, header.length)
  return bytes
}

export function itemHeaderBytes(length: number, { byteOrder }: Encoding): Uint8Array {
  return headerBytes(ITEM, 'UN', length, { vr: 'implicit', byteOrder })
}

export function uint32Bytes(value: number, { byteOrder }: Encoding): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value, byteOrder === 'little')
  return bytes
}
