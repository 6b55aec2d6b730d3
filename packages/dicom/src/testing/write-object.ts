/** Writes data sets and files in every encoding, right and wrong ones, for tests of reading. */
import type { Tag, VR } from '../data-set.ts'
import { reverseUnits } from '../encoding/byte-order.ts'
import type { Encoding } from '../encoding/transfer-syntax.ts'
import { hasLongHeader } from '../encoding/value-representation.ts'
import { TAG } from '../tags.ts'

/** Values in little endian; text is ASCII. */
export type WrittenElement =
  | { readonly tag: Tag; readonly vr: VR; readonly value: Uint8Array | string }
  | { readonly tag: Tag; readonly items: readonly (readonly WrittenElement[])[] }
  | { readonly tag: Tag; readonly fragments: readonly Uint8Array[] }

export interface WritingOptions extends Encoding {
  readonly lengths: 'defined' | 'undefined'
}

export const IMPLICIT: WritingOptions = { vr: 'implicit', byteOrder: 'little', lengths: 'defined' }
export const EXPLICIT: WritingOptions = { vr: 'explicit', byteOrder: 'little', lengths: 'defined' }
export const BIG: WritingOptions = { vr: 'explicit', byteOrder: 'big', lengths: 'defined' }

const ITEM = 0xfffee000
const ITEM_END = 0xfffee00d
const SEQUENCE_END = 0xfffee0dd
const UNDEFINED = 0xffffffff

export function bytes(...parts: readonly (Uint8Array | string | readonly number[])[]): Uint8Array {
  const arrays = parts.map((part) => (typeof part === 'string' ? codes(part) : part))
  const whole = new Uint8Array(arrays.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of arrays) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

export function uint16(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * values.length))
  for (const [index, value] of values.entries()) view.setUint16(2 * index, value, true)
  return new Uint8Array(view.buffer)
}

export function writeDataSet(elements: readonly WrittenElement[], options: WritingOptions): Uint8Array {
  return bytes(...elements.map((element) => writeElement(element, options)))
}

function writeElement(element: WrittenElement, options: WritingOptions): Uint8Array {
  const isUndefined = options.lengths === 'undefined'
  if ('fragments' in element) {
    const items = element.fragments.map((fragment) => bytes(mark(ITEM, fragment.length, options), fragment))
    const header = writeHeader(element.tag, 'OB', UNDEFINED, options)
    return bytes(header, ...items, mark(SEQUENCE_END, 0, options))
  }
  if ('items' in element) {
    const items = element.items.map((item) => {
      const content = writeDataSet(item, options)
      if (!isUndefined) return bytes(mark(ITEM, content.length, options), content)
      return bytes(mark(ITEM, UNDEFINED, options), content, mark(ITEM_END, 0, options))
    })
    const content = bytes(...items, isUndefined ? mark(SEQUENCE_END, 0, options) : '')
    return bytes(writeHeader(element.tag, 'SQ', isUndefined ? UNDEFINED : content.length, options), content)
  }
  const plain = typeof element.value === 'string' ? bytes(element.value) : element.value.slice()
  const value = plain.length % 2 === 0 ? plain : bytes(plain, [element.vr === 'UI' ? 0 : 0x20])
  if (options.byteOrder === 'big') reverseUnits(value, element.vr)
  return bytes(writeHeader(element.tag, element.vr, value.length, options), value)
}

/** The header alone, with any length, for what lies. */
export function writeHeader(
  tag: Tag,
  vr: string,
  length: number,
  { vr: encoding, byteOrder }: Encoding,
): Uint8Array {
  const isLong = encoding === 'explicit' && hasLongHeader(vr as VR)
  const view = new DataView(new ArrayBuffer(isLong ? 12 : 8))
  const isLittle = byteOrder === 'little'
  view.setUint16(0, tag >>> 16, isLittle)
  view.setUint16(2, tag & 0xffff, isLittle)
  if (encoding === 'implicit') view.setUint32(4, length, isLittle)
  else {
    view.setUint8(4, vr.charCodeAt(0))
    view.setUint8(5, vr.charCodeAt(1))
    if (isLong) view.setUint32(8, length, isLittle)
    else view.setUint16(6, length, isLittle)
  }
  return new Uint8Array(view.buffer)
}

function mark(tag: Tag, length: number, { byteOrder }: Encoding): Uint8Array {
  return writeHeader(tag, '', length, { vr: 'implicit', byteOrder })
}

const SOP_INSTANCE = '2.25.101'
const CT_IMAGE = '1.2.840.10008.5.1.4.1.1.2'

/** A data set that is in order, without pixel data; `changes` replace its elements or are put among them. */
export function instance(...changes: readonly WrittenElement[]): readonly WrittenElement[] {
  const elements = new Map<Tag, WrittenElement>()
  for (const element of [...ORDINARY, ...changes]) elements.set(element.tag, element)
  return [...elements.values()].sort((one, other) => one.tag - other.tag)
}

const ORDINARY: readonly WrittenElement[] = [
  { tag: TAG.SOPClassUID, vr: 'UI', value: CT_IMAGE },
  { tag: TAG.SOPInstanceUID, vr: 'UI', value: SOP_INSTANCE },
  { tag: TAG.StudyDate, vr: 'DA', value: '20260102' },
  { tag: TAG.Modality, vr: 'CS', value: 'CT' },
  { tag: TAG.PatientName, vr: 'PN', value: 'Novak^Jan' },
  { tag: TAG.PatientID, vr: 'LO', value: '7001011234' },
  { tag: TAG.StudyInstanceUID, vr: 'UI', value: '2.25.102' },
  { tag: TAG.SeriesInstanceUID, vr: 'UI', value: '2.25.103' },
]

export function pixels(value: Uint8Array, vr: VR = 'OW'): WrittenElement {
  return { tag: TAG.PixelData, vr, value }
}

/** Two rows of two pixels of 16 bit, and what says so. */
export const SMALL_IMAGE: readonly WrittenElement[] = [
  { tag: TAG.Rows, vr: 'US', value: uint16(2) },
  { tag: TAG.Columns, vr: 'US', value: uint16(2) },
  { tag: TAG.BitsAllocated, vr: 'US', value: uint16(16) },
  pixels(uint16(1, 2, 3, 4)),
]

export interface WrittenMeta {
  readonly transferSyntaxUid: string
  readonly sopInstanceUid?: string
  /** Instead of what is right; undefined: left out. */
  readonly groupLength?: number | undefined
}

/** Preamble, "DICM", File Meta Information. */
export function writeHead(meta: WrittenMeta, extra: readonly WrittenElement[] = []): Uint8Array {
  const elements: readonly WrittenElement[] = [
    { tag: TAG.FileMetaInformationVersion, vr: 'OB', value: Uint8Array.of(0, 1) },
    { tag: TAG.MediaStorageSOPClassUID, vr: 'UI', value: CT_IMAGE },
    { tag: TAG.MediaStorageSOPInstanceUID, vr: 'UI', value: meta.sopInstanceUid ?? SOP_INSTANCE },
    { tag: TAG.TransferSyntaxUID, vr: 'UI', value: meta.transferSyntaxUid },
    { tag: TAG.ImplementationClassUID, vr: 'UI', value: '2.25.1' },
    ...extra,
  ]
  const group = writeDataSet(elements, EXPLICIT)
  const length = 'groupLength' in meta ? meta.groupLength : group.length
  const first: readonly WrittenElement[] =
    length === undefined
      ? []
      : [{ tag: TAG.FileMetaInformationGroupLength, vr: 'UL', value: uint16(length & 0xffff, length >>> 16) }]
  return bytes(new Uint8Array(128), 'DICM', writeDataSet(first, EXPLICIT), group)
}

/** A whole file in order. */
export function writeFile(
  elements: readonly WrittenElement[],
  options: WritingOptions = EXPLICIT,
): Uint8Array {
  const uid =
    options.vr === 'implicit'
      ? '1.2.840.10008.1.2'
      : `1.2.840.10008.1.2.${options.byteOrder === 'big' ? 2 : 1}`
  return bytes(writeHead({ transferSyntaxUid: uid }), writeDataSet(elements, options))
}

function codes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}
