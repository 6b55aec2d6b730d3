/**
 * A directory in bytes (PS3.10 §8.6: Explicit VR Little Endian): records as items of the Directory Record Sequence
 * whose offsets are filled in when the places of all records are known, and what stands before them in the file.
 */
import type { DataElement, DataSet, Tag, VR } from '../data-set.ts'
import { hasLongHeader } from '../encoding/value-representation.ts'
import { writeFileHead } from '../file/file-head.ts'
import { TAG } from '../tags.ts'
import type { DirectoryRecord } from './record.ts'
import { latin1, type RecordElement } from './record-text.ts'

/** Elements of group 0004 (PS3.3 F.3.2). */
export const DIRECTORY_TAG = {
  FileSetID: 0x00041130,
  FirstRootRecordOffset: 0x00041200,
  LastRootRecordOffset: 0x00041202,
  FileSetConsistencyFlag: 0x00041212,
  RecordSequence: 0x00041220,
  NextRecordOffset: 0x00041400,
  RecordInUseFlag: 0x00041410,
  LowerLevelOffset: 0x00041420,
  RecordType: 0x00041430,
  ReferencedFileID: 0x00041500,
  ReferencedSOPClassUID: 0x00041510,
  ReferencedSOPInstanceUID: 0x00041511,
  ReferencedTransferSyntaxUID: 0x00041512,
} as const

export const MEDIA_STORAGE_DIRECTORY = '1.2.840.10008.1.3.10'
const EXPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2.1'

/** Where in an encoded record its two offsets stand: both are UL, and both come before anything of varying length. */
export const NEXT_OFFSET_AT = 16
export const LOWER_OFFSET_AT = 38

const ITEM = 0xfffee000
const IN_USE = 0xffff

/** The file that a leaf record refers to. */
export interface FileReference {
  /** Components of the file ID. */
  readonly fileId: readonly string[]
  readonly sopClassUid: string
  readonly sopInstanceUid: string
  readonly transferSyntaxUid: string
}

/** The record as an item, both offsets 0. */
export function encodeRecord(record: DirectoryRecord, reference?: FileReference): Uint8Array {
  const head = [
    element(DIRECTORY_TAG.NextRecordOffset, 'UL', unsigned(4, 0)),
    element(DIRECTORY_TAG.RecordInUseFlag, 'US', unsigned(2, IN_USE)),
    element(DIRECTORY_TAG.LowerLevelOffset, 'UL', unsigned(4, 0)),
    element(DIRECTORY_TAG.RecordType, 'CS', ascii(record.type)),
    ...(reference === undefined ? [] : referenceElements(reference)),
    ...(record.terms.length === 0
      ? []
      : [element(TAG.SpecificCharacterSet, 'CS', ascii(record.terms.join('\\')))]),
  ]
  return item([...head, ...record.elements.map(encodeElement)])
}

function referenceElements(reference: FileReference): readonly Uint8Array[] {
  return [
    element(DIRECTORY_TAG.ReferencedFileID, 'CS', ascii(reference.fileId.join('\\'))),
    element(DIRECTORY_TAG.ReferencedSOPClassUID, 'UI', ascii(reference.sopClassUid)),
    element(DIRECTORY_TAG.ReferencedSOPInstanceUID, 'UI', ascii(reference.sopInstanceUid)),
    element(DIRECTORY_TAG.ReferencedTransferSyntaxUID, 'UI', ascii(reference.transferSyntaxUid)),
  ]
}

/** The keys of a record that encodeRecord wrote and that has no sequences: of a patient, a study, a series. */
export function decodeRecord(bytes: Uint8Array): DataSet {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const elements = new Map<Tag, DataElement>()
  for (let at = 8; at < bytes.length; ) {
    const tag = view.getUint16(at, true) * 0x10000 + view.getUint16(at + 2, true)
    const vr = latin1(bytes.subarray(at + 4, at + 6)) as VR
    const start = at + (hasLongHeader(vr) ? 12 : 8)
    const length = hasLongHeader(vr) ? view.getUint32(at + 8, true) : view.getUint16(at + 6, true)
    const value = withoutPadding(bytes.subarray(start, start + length))
    if (tag >= TAG.SpecificCharacterSet) elements.set(tag, { tag, vr, value, items: [] })
    at = start + length
  }
  return elements
}

export interface DirectoryHead {
  /** Becomes Media Storage SOP Instance UID: the UID of the file-set. */
  readonly fileSetUid: string
  /** Up to 16 characters of A-Z 0-9 _ and space. */
  readonly fileSetId: string
  /** Offsets of records count from the first byte of the file; 0 when there are none. */
  readonly firstRootOffset: number
  readonly lastRootOffset: number
  /** Of all records together. */
  readonly recordBytes: number
}

const NO_OLD_META = {
  dataSetOffset: 0,
  hasPreamble: false,
  elements: new Map(),
  isExplicitLittle: true,
  isGroupLengthRight: true,
}

/** Everything before the first record. Its length depends on the texts alone. */
export function encodeHead(head: DirectoryHead): Uint8Array {
  const meta = {
    sopClassUid: MEDIA_STORAGE_DIRECTORY,
    sopInstanceUid: head.fileSetUid,
    transferSyntaxUid: EXPLICIT_VR_LITTLE_ENDIAN,
  }
  return concatenate([
    writeFileHead(meta, NO_OLD_META),
    element(DIRECTORY_TAG.FileSetID, 'CS', ascii(head.fileSetId)),
    element(DIRECTORY_TAG.FirstRootRecordOffset, 'UL', unsigned(4, head.firstRootOffset)),
    element(DIRECTORY_TAG.LastRootRecordOffset, 'UL', unsigned(4, head.lastRootOffset)),
    element(DIRECTORY_TAG.FileSetConsistencyFlag, 'US', unsigned(2, 0)),
    elementHeader(DIRECTORY_TAG.RecordSequence, 'SQ', head.recordBytes),
  ])
}

function encodeElement({ tag, vr, value, items }: RecordElement): Uint8Array {
  return element(
    tag,
    vr,
    vr === 'SQ' ? concatenate(items.map((each) => item(each.map(encodeElement)))) : value,
  )
}

function item(elements: readonly Uint8Array[]): Uint8Array {
  const content = concatenate(elements)
  const header = new DataView(new ArrayBuffer(8))
  writeTag(header, ITEM)
  header.setUint32(4, content.length, true)
  return concatenate([new Uint8Array(header.buffer), content])
}

const SPACE = 0x20

function element(tag: Tag, vr: VR, value: Uint8Array): Uint8Array {
  const isOdd = value.length % 2 === 1
  const padding = vr === 'UI' || vr === 'OB' || vr === 'UN' ? 0 : SPACE
  const header = elementHeader(tag, vr, value.length + (isOdd ? 1 : 0))
  return concatenate(isOdd ? [header, value, Uint8Array.of(padding)] : [header, value])
}

function elementHeader(tag: Tag, vr: VR, length: number): Uint8Array {
  const header = new DataView(new ArrayBuffer(hasLongHeader(vr) ? 12 : 8))
  writeTag(header, tag)
  header.setUint8(4, vr.charCodeAt(0))
  header.setUint8(5, vr.charCodeAt(1))
  if (hasLongHeader(vr)) header.setUint32(8, length, true)
  else header.setUint16(6, length, true)
  return new Uint8Array(header.buffer)
}

function writeTag(view: DataView, tag: Tag): void {
  view.setUint16(0, tag >>> 16, true)
  view.setUint16(2, tag & 0xffff, true)
}

function unsigned(bytes: 2 | 4, value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(bytes))
  if (bytes === 2) view.setUint16(0, value, true)
  else view.setUint32(0, value, true)
  return new Uint8Array(view.buffer)
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function withoutPadding(value: Uint8Array): Uint8Array {
  const last = value[value.length - 1]
  return last === SPACE || last === 0 ? value.subarray(0, -1) : value
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
