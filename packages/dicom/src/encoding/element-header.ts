/**
 * Reads the header of a data element (PS3.5 §7.1), in each of its forms, and in those that real files have instead.
 */
import type { Tag, VR } from '../data-set.ts'
import { dictionaryVr, TAG } from '../tags.ts'
import { hasLongHeader, isUpperCase, vrOfBytes } from './value-representation.ts'

export const UNDEFINED_LENGTH = 0xffffffff
export const ITEM: Tag = 0xfffee000
export const ITEM_DELIMITATION: Tag = 0xfffee00d
export const SEQUENCE_DELIMITATION: Tag = 0xfffee0dd
export const SHORT_HEADER_BYTES = 8
const LONG_HEADER_BYTES = 12

/** Filled anew for each element, so that passing over one costs no allocation. */
export class ElementHeader {
  tag: Tag = 0
  /** 'UN' where neither the encoding nor the dictionary tells. */
  vr: VR = 'UN'
  /** Of the value, in bytes; UNDEFINED_LENGTH. */
  length = 0
  headerBytes = 0
}

export interface HeaderEncoding {
  readonly implicit: boolean
  readonly bigEndian: boolean
}

/** @returns false: more bytes are needed. `available` is at least SHORT_HEADER_BYTES. */
export function readElementHeader(
  bytes: Uint8Array,
  at: number,
  available: number,
  { implicit, bigEndian }: HeaderEncoding,
  header: ElementHeader,
): boolean {
  header.tag = tagAt(bytes, at, bigEndian)
  if (implicit) return readImplicit(bytes, at, bigEndian, header)
  const first = byteAt(bytes, at + 4)
  const second = byteAt(bytes, at + 5)
  const vr = vrOfBytes(first, second)
  if (vr !== undefined && !hasLongHeader(vr)) {
    header.vr = vr
    header.length = uint16At(bytes, at + 6, bigEndian)
    header.headerBytes = SHORT_HEADER_BYTES
    return true
  }
  if (vr === undefined && !(isUpperCase(first) && isUpperCase(second))) {
    return readWithoutVr(bytes, at, bigEndian, header)
  }
  if (available < LONG_HEADER_BYTES) return false
  // A VR newer than this table has a length of 32 bit (PS3.5 §6.2, last note).
  header.vr = vr ?? 'UN'
  header.length = uint32At(bytes, at + 8, bigEndian)
  header.headerBytes = LONG_HEADER_BYTES
  return true
}

function readImplicit(bytes: Uint8Array, at: number, bigEndian: boolean, header: ElementHeader): true {
  header.vr = implicitVr(header.tag)
  header.length = uint32At(bytes, at + 4, bigEndian)
  header.headerBytes = SHORT_HEADER_BYTES
  return true
}

/**
 * No VR where one must stand. Placeholders of two equal characters are followed by a length of 16 bit (so does
 * DCMTK read them); anything else is an element in implicit VR, which some writers put among explicit ones.
 */
function readWithoutVr(bytes: Uint8Array, at: number, bigEndian: boolean, header: ElementHeader): true {
  if (!PLACEHOLDERS.has(uint16At(bytes, at + 4, true))) return readImplicit(bytes, at, bigEndian, header)
  header.vr = 'UN'
  header.length = uint16At(bytes, at + 6, bigEndian)
  header.headerBytes = SHORT_HEADER_BYTES
  return true
}

/** "??", "--" and two spaces, as numbers. */
export const PLACEHOLDERS: ReadonlySet<number> = new Set([0x3f3f, 0x2d2d, 0x2020])

/** The VR of an element in implicit encoding (PS3.5 §A.1; group lengths are UL, PS3.5 §7.2). */
function implicitVr(tag: Tag): VR {
  const vr = dictionaryVr(tag)
  if (vr !== undefined) return vr
  return (tag & 0xffff) === 0 ? 'UL' : 'UN'
}

/** Whether an element of undefined length is made of fragments (PS3.5 §A.4) and not of items. */
export function hasFragments(tag: Tag, vr: VR): boolean {
  return isPixelData(tag) || vr.startsWith('O')
}

/** Pixel Data, Float Pixel Data, Double Float Pixel Data. */
export function isPixelData(tag: Tag): boolean {
  return tag === TAG.PixelData || tag === TAG.FloatPixelData || tag === TAG.DoubleFloatPixelData
}

export function tagAt(bytes: Uint8Array, at: number, bigEndian: boolean): Tag {
  return uint16At(bytes, at, bigEndian) * 0x10000 + uint16At(bytes, at + 2, bigEndian)
}

export function uint16At(bytes: Uint8Array, at: number, bigEndian: boolean): number {
  const first = byteAt(bytes, at)
  const second = byteAt(bytes, at + 1)
  return bigEndian ? first * 0x100 + second : second * 0x100 + first
}

export function uint32At(bytes: Uint8Array, at: number, bigEndian: boolean): number {
  const first = uint16At(bytes, at, bigEndian)
  const second = uint16At(bytes, at + 2, bigEndian)
  return bigEndian ? first * 0x10000 + second : second * 0x10000 + first
}

/** Callers have checked that the byte is there. */
function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0
}
