/**
 * A directory in bytes (PS3.10 §8.6: Explicit VR Little Endian): records as items of the Directory Record Sequence
 * whose offsets are filled in when the places of all records are known, and what stands before them in the file.
 */
import type { DataElement, DataSet, Tag, VR } from '../data-set.ts'
import { hasLongHeader } from '../encoding/value-representation.ts'
import { writeFileHead } from '../file/file-head.ts'
import { TAG } from '../tags.ts'
import { ElementWriter } from './element-writer.ts'
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

const ITEM_HEADER_BYTES = 8
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
  const writer = new ElementWriter()
  const item = writer.beginItem()
  writer.number(DIRECTORY_TAG.NextRecordOffset, 'UL', 0)
  writer.number(DIRECTORY_TAG.RecordInUseFlag, 'US', IN_USE)
  writer.number(DIRECTORY_TAG.LowerLevelOffset, 'UL', 0)
  writer.text(DIRECTORY_TAG.RecordType, 'CS', record.type)
  if (reference !== undefined) {
    writer.text(DIRECTORY_TAG.ReferencedFileID, 'CS', reference.fileId.join('\\'))
    writer.text(DIRECTORY_TAG.ReferencedSOPClassUID, 'UI', reference.sopClassUid)
    writer.text(DIRECTORY_TAG.ReferencedSOPInstanceUID, 'UI', reference.sopInstanceUid)
    writer.text(DIRECTORY_TAG.ReferencedTransferSyntaxUID, 'UI', reference.transferSyntaxUid)
  }
  if (record.terms.length > 0) writer.text(TAG.SpecificCharacterSet, 'CS', record.terms.join('\\'))
  for (const element of record.elements) writeElement(writer, element)
  writer.endItem(item)
  return writer.take()
}

function writeElement(writer: ElementWriter, { tag, vr, value, items }: RecordElement): void {
  if (vr !== 'SQ') {
    writer.value(tag, vr, value)
    return
  }
  const sequence = writer.beginSequence(tag)
  for (const elements of items) {
    const item = writer.beginItem()
    for (const element of elements) writeElement(writer, element)
    writer.endItem(item)
  }
  writer.endSequence(sequence)
}

/** The keys of a record that encodeRecord wrote and that has no sequences: of a patient, a study, a series. */
export function decodeRecord(bytes: Uint8Array): DataSet {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const elements = new Map<Tag, DataElement>()
  for (let at = ITEM_HEADER_BYTES; at < bytes.length; ) {
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

function withoutPadding(value: Uint8Array): Uint8Array {
  const last = value[value.length - 1]
  return last === 0x20 || last === 0 ? value.subarray(0, -1) : value
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
  const writer = new ElementWriter()
  writer.bytes(writeFileHead(meta, NO_OLD_META))
  writer.text(DIRECTORY_TAG.FileSetID, 'CS', head.fileSetId)
  writer.number(DIRECTORY_TAG.FirstRootRecordOffset, 'UL', head.firstRootOffset)
  writer.number(DIRECTORY_TAG.LastRootRecordOffset, 'UL', head.lastRootOffset)
  writer.number(DIRECTORY_TAG.FileSetConsistencyFlag, 'US', 0)
  writer.header(DIRECTORY_TAG.RecordSequence, 'SQ', head.recordBytes)
  return writer.take()
}
