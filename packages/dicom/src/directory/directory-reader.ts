/**
 * Reads a DICOMDIR as it comes from CDs, pushed in parts of any size: tolerant of every encoding, of missing, wrong
 * and cyclic offsets, of missing levels, of an early end. Records are taken in the order in which they stand, and
 * memory holds a few values of each, whatever icons they carry.
 */
import { DicomError } from '../dicom-error.ts'
import { DataSetWalker } from '../encoding/data-set-walker.ts'
import { SHORT_HEADER_BYTES } from '../encoding/element-header.ts'
import { ObjectStream } from '../reading/object-stream.ts'
import { DEFAULT_READING_LIMITS } from '../reading/reading-limits.ts'
import { type DirectoryListing, listDirectory, Oddities } from './directory-listing.ts'
import { DIRECTORY_TAG } from './record-encoding.ts'
import { RecordVisitor } from './record-visitor.ts'

export interface DirectoryReadingLimits {
  /** More records than any medium has files. */
  readonly maxRecords: number
}

const DEFAULT_DIRECTORY_LIMITS: DirectoryReadingLimits = { maxRecords: 500_000 }

export class DirectoryReader {
  readonly #visitor: RecordVisitor
  readonly #stream: ObjectStream
  readonly #oddities = new Oddities()
  #pushedBytes = 0
  /** Where the structure broke off: what follows goes to `#lastRecord`, if anywhere. */
  #isBroken = false
  #lastRecord: DataSetWalker | undefined

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
    if (!this.#isBroken) this.#tolerate(() => this.#stream.push(chunk), chunk)
    else this.#pushLastRecord(chunk)
    this.#pushedBytes += chunk.length
  }

  /** @throws DicomError when this is no DICOMDIR, or none of it could be read */
  end(): DirectoryListing {
    if (!this.#isBroken) this.#tolerate(() => this.#stream.end(), NOTHING)
    this.#visitor.closeRecord()
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

  /** Once there are records, the structure may break off: those before count. */
  #tolerate(read: () => unknown, chunk: Uint8Array): void {
    try {
      read()
    } catch (error) {
      const isTolerable =
        error instanceof DicomError && (error.code === 'truncated' || error.code === 'damaged')
      if (!isTolerable || !this.#visitor.hasRecordSequence) throw error
      this.#isBroken = true
      this.#oddities.note(error.code === 'truncated' ? 'truncated' : 'damaged')
      if (this.#visitor.isBetweenRecords) this.#beginLastRecord(error.offset, chunk)
    }
  }

  /** A record that claims more than there is left (its length was not mended when it was edited): what is left counts. */
  #beginLastRecord(offset: number, chunk: Uint8Array): void {
    const { body } = this.#stream
    const contentOffset = offset + SHORT_HEADER_BYTES
    if (body === undefined || contentOffset < this.#pushedBytes) return
    const { syntax } = body.settled
    this.#lastRecord = new DataSetWalker(this.#visitor, {
      encoding: syntax,
      maxDepth: DEFAULT_READING_LIMITS.maxDepth,
      offset: contentOffset,
    })
    this.#visitor.beginItem()
    this.#pushLastRecord(chunk.subarray(contentOffset - this.#pushedBytes))
  }

  #pushLastRecord(chunk: Uint8Array): void {
    try {
      this.#lastRecord?.push(chunk)
    } catch (error) {
      if (!(error instanceof DicomError)) throw error
      this.#lastRecord = undefined
    }
  }
}

const NOTHING = new Uint8Array()
