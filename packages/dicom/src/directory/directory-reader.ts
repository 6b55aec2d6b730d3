/**
 * Reads a DICOMDIR as it comes from CDs, pushed in parts of any size: tolerant of every encoding, of missing, wrong
 * and cyclic offsets, of missing levels, of an early end. Records are taken in the order in which they stand, and
 * memory holds a few values of each, whatever icons they carry.
 */
import type { Tag } from '../data-set.ts'
import { DicomError } from '../dicom-error.ts'
import type { WalkVisitor } from '../encoding/data-set-walker.ts'
import { SHORT_HEADER_BYTES, uint16At, uint32At } from '../encoding/element-header.ts'
import { ValueBuffer } from '../encoding/value-buffer.ts'
import { ObjectStream } from '../reading/object-stream.ts'
import { DEFAULT_READING_LIMITS } from '../reading/reading-limits.ts'
import { type DirectoryListing, listDirectory, Oddities, type ReadRecord } from './directory-listing.ts'
import { DIRECTORY_TAG } from './record-encoding.ts'
import { latin1 } from './record-text.ts'

export interface DirectoryReadingLimits {
  /** More records than any medium has files. */
  readonly maxRecords: number
}

export const DEFAULT_DIRECTORY_LIMITS: DirectoryReadingLimits = { maxRecords: 500_000 }

/** The longest value that is looked at: a file ID of eight components, with much to spare for irregular ones. */
const MAX_VALUE_BYTES = 1024

export class DirectoryReader {
  readonly #visitor: RecordVisitor
  readonly #stream: ObjectStream
  readonly #oddities = new Oddities()
  /** The structure broke off: what follows is not looked at. */
  #isBroken = false

  constructor(limits: Partial<DirectoryReadingLimits> = {}) {
    const { maxRecords } = { ...DEFAULT_DIRECTORY_LIMITS, ...limits }
    this.#visitor = new RecordVisitor(maxRecords, () => this.#stream.offset)
    this.#stream = new ObjectStream(this.#visitor, DEFAULT_READING_LIMITS)
  }

  /**
   * The next bytes of the file, in any split; not kept after return.
   *
   * @throws DicomError 'not-dicom' and the like when this is no DICOMDIR, 'header-too-large' for too many records
   */
  push(chunk: Uint8Array): void {
    if (this.#isBroken) return
    try {
      this.#stream.push(chunk)
    } catch (error) {
      this.#tolerate(error)
    }
  }

  /** @throws DicomError when this is no DICOMDIR, or none of it could be read */
  end(): DirectoryListing {
    if (!this.#isBroken) {
      try {
        this.#stream.end()
      } catch (error) {
        this.#tolerate(error)
      }
    }
    const { body, offset } = this.#stream
    if (body === undefined || !this.#visitor.hasRecordSequence) {
      throw new DicomError('damaged', 'It has no Directory Record Sequence', {
        offset,
        tag: DIRECTORY_TAG.RecordSequence,
      })
    }
    const { syntax } = body.settled
    if (syntax.vr === 'implicit') this.#oddities.note('implicit-vr')
    if (syntax.byteOrder === 'big') this.#oddities.note('big-endian')
    if (!body.meta.hasPreamble) this.#oddities.note('no-preamble')
    return listDirectory(this.#visitor.records, this.#visitor.firstRoot, this.#oddities)
  }

  #tolerate(error: unknown): void {
    const isOdd = error instanceof DicomError && (error.code === 'truncated' || error.code === 'damaged')
    if (!isOdd || !this.#visitor.hasRecordSequence) throw error
    this.#isBroken = true
    this.#oddities.note(error.code === 'truncated' ? 'truncated' : 'damaged')
  }
}

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

class RecordVisitor implements WalkVisitor {
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
    if (this.#sequences.length !== 1 || this.#sequences[0] !== DIRECTORY_TAG.RecordSequence) return
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
    if (this.#sequences.length !== 1 || this.#record === undefined) return
    this.records.push(this.#record)
    this.#record = undefined
  }

  beginFragments(): void {}

  endFragments(): void {}

  abandonSequences(sequences: number): void {
    this.#sequences.length -= sequences
    if (this.#sequences.length === 0) this.#record = undefined
  }
}

function trimmed(value: Uint8Array): string {
  return latin1(value).replaceAll('\0', ' ').trim()
}
