/**
 * Reads one object (PS3.10 §7, or a bare data set) that is pushed in parts of any size: keeps the header, passes over
 * the pixel data, judges the whole. Memory does not depend on the object's size.
 */
import type { DataSet, Tag } from '../data-set.ts'
import { DicomError, type DicomProblem } from '../dicom-error.ts'
import { ITEM } from '../encoding/element-header.ts'
import { uidText } from '../file/file-meta.ts'
import { keywordOf, TAG, tagText } from '../tags.ts'
import { HeaderVisitor, inAscendingOrder } from './header-visitor.ts'
import type { HeaderSoFar, InstanceHeader, ObjectBeginning, ReadingRemark } from './instance-header.ts'
import { type ObjectBody, ObjectStream } from './object-stream.ts'
import { pixelDataRemarks } from './pixel-data-remarks.ts'
import { PixelDataWatch } from './pixel-data-watch.ts'
import { DEFAULT_READING_LIMITS, type ReadingLimits } from './reading-limits.ts'
import { NOT_DICOM } from './settle-encoding.ts'
import { settleHead } from './settle-head.ts'
import { nonPatientKind } from './sop-classes.ts'
import { judgeUid } from './uids.ts'
import { valueRemarks } from './value-remarks.ts'

export interface InstanceReaderOptions {
  readonly limits?: Partial<ReadingLimits>
}

type StudyAndSeries = Pick<HeaderSoFar, 'studyInstanceUid' | 'seriesInstanceUid'>

export class InstanceReader {
  readonly #stream: ObjectStream
  readonly #visitor: HeaderVisitor
  readonly #pixelData = new PixelDataWatch()
  readonly #remarks: ReadingRemark[] = []
  #beginning: ObjectBeginning | undefined

  constructor({ limits }: InstanceReaderOptions = {}) {
    const whole = { ...DEFAULT_READING_LIMITS, ...limits }
    this.#visitor = new HeaderVisitor({
      limits: whole,
      pixelData: this.#pixelData,
      onElement: (tag) => this.#onElement(tag),
      offset: () => this.#stream.offset,
    })
    this.#stream = new ObjectStream(this.#visitor, whole)
  }

  /** Known once the identifying UIDs of group 0008 were seen, long before the pixel data. */
  get beginning(): ObjectBeginning | undefined {
    return this.#beginning
  }

  /** Whether the pixel data has begun: nothing that is kept of the header is still to come. */
  get isHeaderRead(): boolean {
    return this.#pixelData.hasBegun
  }

  /**
   * The next bytes of the object, in any split; not kept after return.
   *
   * @throws DicomError
   */
  push(chunk: Uint8Array): void {
    try {
      this.#stream.push(chunk)
    } catch (error) {
      throw this.#judged(error)
    }
  }

  /**
   * What is known without reading on: nothing is said about pixel data and the end. To be called once, instead of
   * `end`.
   *
   * @throws DicomError, 'missing-uid' also when the UID may still be to come
   */
  headerSoFar(): HeaderSoFar {
    try {
      const beginning = this.#beginning ?? this.#begin()
      this.#refuseUndeclared()
      return this.#header(beginning, this.#studyAndSeries())
    } catch (error) {
      throw this.#judged(error)
    }
  }

  /** The wanted elements that were read, whatever is missing or wrong about the object. */
  readSoFar(): DataSet {
    return inAscendingOrder(this.#visitor.dataSet)
  }

  /**
   * To be called once, after the last byte.
   *
   * @throws DicomError
   */
  end(): InstanceHeader {
    try {
      return this.#end()
    } catch (error) {
      throw this.#judged(error)
    }
  }

  #end(): InstanceHeader {
    const end = this.#stream.end()
    const beginning = this.#beginning ?? this.#begin()
    this.#refuseUndeclared()
    const { settled } = this.#body
    const facts = this.#pixelData.facts
    const dataSet = inAscendingOrder(this.#visitor.dataSet)
    const uids = this.#studyAndSeries()
    this.#remarks.push(...pixelDataRemarks(dataSet, facts, settled.syntax, end.isPixelDataCut))
    if (end.irregularity !== undefined) {
      const { what, offset } = end.irregularity
      this.#remark('irregular-structure', `The data set has ${what} (byte ${offset})`)
    }
    if (end.hasTrailingBytes) this.#remark('trailing-bytes', `From byte ${end.objectBytes} on`)
    const { objectBytes, offsetBehindPixelData } = end
    return { ...this.#header(beginning, uids), objectBytes, offsetBehindPixelData }
  }

  #refuseUndeclared(): void {
    const facts = this.#pixelData.facts
    if (facts.kind !== 'encapsulated' || !this.#body.settled.isInferred) return
    const detail = 'How the pixel data is compressed was not declared'
    throw this.#refusal('unknown-transfer-syntax', detail, facts.tag)
  }

  #studyAndSeries(): StudyAndSeries {
    return {
      studyInstanceUid: this.#uid(TAG.StudyInstanceUID),
      seriesInstanceUid: this.#uid(TAG.SeriesInstanceUID),
    }
  }

  #header(beginning: ObjectBeginning, uids: StudyAndSeries): HeaderSoFar {
    const dataSet = inAscendingOrder(this.#visitor.dataSet)
    if (isBlank(dataSet, TAG.PatientID)) this.#remark('patient-id-missing', 'PatientID')
    this.#remarks.push(...valueRemarks(dataSet))
    return { ...beginning, ...uids, dataSet, remarks: this.#remarks }
  }

  get #body(): ObjectBody {
    const { body } = this.#stream
    if (body === undefined) throw new Error('the data set has not begun')
    return body
  }

  /** Bytes that merely began like a bare data set are no DICOM: nothing but its content says that one is. */
  #judged(error: unknown): unknown {
    const meta = this.#stream.body?.meta
    const isBare = meta !== undefined && !meta.hasPreamble && meta.elements.size === 0
    if (!(error instanceof DicomError) || !isBare || this.#beginning !== undefined) return error
    const isEmpty = error.code === 'missing-uid' && this.#visitor.dataSet.size === 0
    if (!isEmpty && !SPEAKS_AGAINST_DICOM.has(error.code)) return error
    return new DicomError('not-dicom', NOT_DICOM, { offset: 0 }, { cause: error })
  }

  #onElement(tag: Tag): void {
    // The last of what identifies an object in group 0008 is SOP Instance UID.
    if (this.#beginning === undefined && tag > TAG.SOPInstanceUID && tag < ITEM) this.#begin()
  }

  #begin(): ObjectBeginning {
    const { meta, settled, head } = this.#body
    // A DICOMDIR has its class in File Meta Information alone.
    const declaredClass = uidText(meta.elements.get(TAG.MediaStorageSOPClassUID))
    if (!this.#visitor.dataSet.has(TAG.SOPClassUID)) this.#refuseNonPatient(declaredClass)
    const sopClassUid = this.#uid(TAG.SOPClassUID)
    this.#refuseNonPatient(sopClassUid)
    const sopInstanceUid = this.#uid(TAG.SOPInstanceUID)
    const { replacement, remarks } = settleHead(head, meta, settled.syntax, { sopClassUid, sopInstanceUid })
    this.#remarks.unshift(...remarks, ...settled.remarks)
    this.#beginning = {
      dataSetOffset: meta.dataSetOffset,
      replacementHead: replacement,
      transferSyntaxUid: settled.syntax.uid,
      sopClassUid,
      sopInstanceUid,
    }
    return this.#beginning
  }

  #refuseNonPatient(sopClassUid: string): void {
    const kind = nonPatientKind(sopClassUid)
    if (kind !== undefined) throw this.#refusal('non-patient-object', `This is ${kind}`, TAG.SOPClassUID)
  }

  #uid(tag: Tag): string {
    const judgement = judgeUid(this.#visitor.dataSet.get(tag)?.value)
    switch (judgement.kind) {
      case 'missing':
        throw this.#refusal('missing-uid', 'An identifying UID is missing', tag)
      case 'invalid':
        throw this.#refusal(
          'invalid-uid',
          'A UID of more than 64 characters, or of others than digits and dots',
          tag,
        )
      case 'irregular':
        this.#remark('irregular-uid', keywordOf(tag) ?? tagText(tag))
    }
    return judgement.uid
  }

  #remark(code: ReadingRemark['code'], detail: string): void {
    if (!this.#remarks.some((remark) => remark.code === code)) this.#remarks.push({ code, detail })
  }

  #refusal(code: DicomProblem, detail: string, tag: Tag): DicomError {
    return new DicomError(code, detail, { offset: this.#stream.offset, tag })
  }
}

/** Of bytes without a preamble, that is. */
const SPEAKS_AGAINST_DICOM: ReadonlySet<DicomProblem> = new Set(['damaged', 'truncated', 'header-too-large'])

function isBlank(dataSet: DataSet, tag: Tag): boolean {
  return (dataSet.get(tag)?.value ?? []).every((byte) => byte === 0 || byte === 0x20)
}
