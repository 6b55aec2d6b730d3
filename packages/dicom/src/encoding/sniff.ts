/** Sees from the first element of a data set how it is encoded, whatever was declared. */
import {
  PLACEHOLDERS,
  SHORT_HEADER_BYTES,
  tagAt,
  UNDEFINED_LENGTH,
  uint16At,
  uint32At,
} from './element-header.ts'
import type { Encoding } from './transfer-syntax.ts'
import { isUpperCase, vrOfBytes } from './value-representation.ts'

/** What identifies an object stands in group 0008, and elements ascend: no instance begins later. */
const LAST_FIRST_GROUP = 0x0008
/** A first element is a group length, a character set, a sequence of languages; never megabytes. */
const MAX_FIRST_BYTES = 0x100000
export const SNIFFED_BYTES = SHORT_HEADER_BYTES

/** @param bytes SNIFFED_BYTES of the data set or more. @returns undefined: this is no element that one begins with */
export function sniffEncoding(bytes: Uint8Array): Encoding | undefined {
  const isBig = uint16At(bytes, 0, true) < uint16At(bytes, 0, false)
  if (uint16At(bytes, 0, isBig) > LAST_FIRST_GROUP || tagAt(bytes, 0, isBig) === 0xffffffff) return undefined
  const byteOrder = isBig ? 'big' : 'little'
  const first = bytes[4] ?? 0
  const second = bytes[5] ?? 0
  if (vrOfBytes(first, second) !== undefined) return { vr: 'explicit', byteOrder }
  const length = uint32At(bytes, 4, isBig)
  if (length <= MAX_FIRST_BYTES || length === UNDEFINED_LENGTH) return { vr: 'implicit', byteOrder }
  const isVrLike = (isUpperCase(first) && isUpperCase(second)) || PLACEHOLDERS.has(first * 0x100 + second)
  return isVrLike ? { vr: 'explicit', byteOrder } : undefined
}
