/** Picks from the walk through a DICOMDIR what its records say of files and of each other. */
import type { Tag } from '../data-set.ts'
import { DicomError } from '../dicom-error.ts'
import type { WalkVisitor } from '../encoding/data-set-walker.ts'
import { SHORT_HEADER_BYTES, uint16At, uint32At } from '../encoding/element-header.ts'
import { ValueBuffer } from '../encoding/value-buffer.ts'
import type { ReadRecord } from './directory-listing.ts'
import { DIRECTORY_TAG } from './record-encoding.ts'
import { latin1 } from './record-text.ts'

/** The longest value that is looked at: a file ID of eight components, with much to spare for irregular ones. */
const MAX_VALUE_BYTES = 1024

interface OpenRecord {
  offset: number
  next: number
  lower: number
  isInUse: boolean
  type: string
  fileId: string | undefined
  sopInstanceUid: string | undefined
}

const RECORD_VALUES: ReadonlySet<Tag> = new Set<Tag>([
  DIRECTORY_TAG.NextRecordOffset,
  DIRECTORY_TAG.RecordInUseFlag,
  DIRECTORY_TAG.LowerLevelOffset,
  DIRECTORY_TAG.RecordType,
  DIRECTORY_TAG.ReferencedFileID,
  DIRECTORY_TAG.ReferencedSOPInstanceUID,
])

export class RecordVisitor implements WalkVisitor {
  readonly records: ReadRecord[] = []
  firstRoot = 0
  hasRecordSequence = false
  readonly #maxRecords: number
  readonly #offset: () => number
  readonly #value = new ValueBuffer()
  /** Sequences that the walk is in, from the outermost on. */
  readonly #sequences: Tag[] = []
  #record: OpenRecord | undefined
  #tag: Tag = 0
  #isBigEndian = false

  constructor(maxRecords: number, offset: () => number) {
    this.#maxRecords = maxRecords
    this.#offset = offset
  }

  /** The walk is in the sequence of records, and in none of them. */
  get isBetweenRecords(): boolean {
    return this.#isInRecordSequence && this.#record === undefined
  }

  get #isInRecordSequence(): boolean {
    return this.#sequences.length === 1 && this.#sequences[0] === DIRECTORY_TAG.RecordSequence
  }

  beginValue(tag: Tag, _vr: string, lengthBytes: number, bigEndian: boolean): boolean {
    const isOfRecord = this.#record !== undefined && this.#sequences.length === 1 && RECORD_VALUES.has(tag)
    const isOfRoot = this.#sequences.length === 0 && tag === DIRECTORY_TAG.FirstRootRecordOffset
    if (!(isOfRecord || isOfRoot) || lengthBytes > MAX_VALUE_BYTES) return false
    this.#tag = tag
    this.#isBigEndian = bigEndian
    this.#value.begin(lengthBytes)
    return true
  }

  value(bytes: Uint8Array, start: number, end: number): void {
    this.#value.append(bytes, start, end)
  }

  endValue(): void {
    const value = this.#value.take()
    if (this.#tag === DIRECTORY_TAG.FirstRootRecordOffset) this.firstRoot = this.#number(value)
    else if (this.#record !== undefined) this.#note(this.#record, value)
  }

  #note(record: OpenRecord, value: Uint8Array): void {
    switch (this.#tag) {
      case DIRECTORY_TAG.NextRecordOffset:
        record.next = this.#number(value)
        break
      case DIRECTORY_TAG.LowerLevelOffset:
        record.lower = this.#number(value)
        break
      case DIRECTORY_TAG.RecordInUseFlag:
        record.isInUse = this.#number(value) !== 0
        break
      case DIRECTORY_TAG.RecordType:
        record.type = trimmed(value)
        break
      case DIRECTORY_TAG.ReferencedFileID:
        record.fileId = trimmed(value) || undefined
        break
      case DIRECTORY_TAG.ReferencedSOPInstanceUID:
        record.sopInstanceUid = trimmed(value) || undefined
        break
    }
  }

  /** UL, or US where a writer took the one for the other. */
  #number(value: Uint8Array): number {
    if (value.length >= 4) return uint32At(value, 0, this.#isBigEndian)
    return value.length >= 2 ? uint16At(value, 0, this.#isBigEndian) : 0
  }

  beginSequence(tag: Tag): void {
    if (this.#sequences.length === 0 && tag === DIRECTORY_TAG.RecordSequence) this.hasRecordSequence = true
    this.#sequences.push(tag)
  }

  endSequence(): void {
    this.#sequences.pop()
  }

  beginItem(): void {
    if (!this.#isInRecordSequence) return
    const offset = this.#offset() - SHORT_HEADER_BYTES
    if (this.records.length >= this.#maxRecords) {
      throw new DicomError('header-too-large', `More than ${this.#maxRecords} directory records`, { offset })
    }
    this.#record = {
      offset,
      next: 0,
      lower: 0,
      isInUse: true,
      type: '',
      fileId: undefined,
      sopInstanceUid: undefined,
    }
  }

  endItem(): void {
    if (this.#isInRecordSequence) this.closeRecord()
  }

  /** Also at the end, for a record that the end of the file cuts off. */
  closeRecord(): void {
    if (this.#record !== undefined) this.records.push(this.#record)
    this.#record = undefined
  }

  beginFragments(): void {}

  endFragments(): void {}

  abandonSequences(sequences: number): boolean {
    this.#sequences.length -= sequences
    if (this.#sequences.length === 0) this.#record = undefined
    return false
  }
}

function trimmed(value: Uint8Array): string {
  return latin1(value).replaceAll('\0', ' ').trim()
}
