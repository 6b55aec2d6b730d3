/** What is known of an object once it was read: enough to pack it, to list it, and to say what is odd about it. */
import type { DataSet } from '../data-set.ts'

/** The object is taken, and something about it is odd. */
export const READING_REMARKS = [
  /** A bare data set, or File Meta Information without a preamble. */
  'no-preamble',
  /** File Meta Information lacked something, or contradicted the data set. */
  'meta-corrected',
  /** The data set is encoded otherwise than was declared. */
  'encoding-corrected',
  /** The preamble held something that a computer would run; it is zeroed. */
  'executable-preamble',
  /** Sequences, items or fragments are not delimited or encoded as PS3.5 §7 asks; others may not read the object. */
  'irregular-structure',
  /** Less pixel data than rows, columns and frames ask for. */
  'pixel-data-short',
  /** Something follows the data set that does not belong to it. */
  'trailing-bytes',
  'patient-id-missing',
  /** Specific Character Set holds a term that DICOM does not define. */
  'character-set-unknown',
  /** Text holds bytes that its character set does not have. */
  'character-set-suspect',
  /** Text is not ASCII and no Specific Character Set says what it is. */
  'character-set-missing',
  'invalid-date',
  /** An UID that PS3.5 §9.1 does not allow, yet one that can be told from others. */
  'irregular-uid',
  'value-too-long',
  'control-characters',
  /** A manufacturer's own transfer syntax, known to this reader. */
  'private-transfer-syntax',
  /** A compressed frame does not begin or end as its transfer syntax asks. */
  'damaged-frame',
] as const
export type ReadingRemarkCode = (typeof READING_REMARKS)[number]

export interface ReadingRemark {
  readonly code: ReadingRemarkCode
  /** Names attributes and places; holds nothing that was read from a value. */
  readonly detail: string
}

export interface ObjectBeginning {
  /** Bytes of the input before the data set (preamble, DICM, File Meta Information); 0 for a bare data set. */
  readonly dataSetOffset: number
  /** What must stand before the data set instead; undefined: the original `dataSetOffset` bytes are right. */
  readonly replacementHead: Uint8Array | undefined
  /** The encoding that the data set really has. */
  readonly transferSyntaxUid: string
  readonly sopClassUid: string
  readonly sopInstanceUid: string
}

export interface InstanceHeader extends HeaderSoFar {
  /** Bytes of the input that belong to the object; what follows is garbage (remark 'trailing-bytes'). */
  readonly objectBytes: number
  /**
   * Where in the input the first element behind the pixel data begins (signatures, padding, private groups), so that
   * it can be read without reading the pixels; undefined: nothing follows, or there is no pixel data. Of a deflated
   * object as if its data set were inflated.
   */
  readonly offsetBehindPixelData: number | undefined
}

/** What the beginning of an object tells, before all of it was read. */
export interface HeaderSoFar extends ObjectBeginning {
  readonly studyInstanceUid: string
  readonly seriesInstanceUid: string
  /** The wanted elements of the data set (see wanted.ts), values in little endian. */
  readonly dataSet: DataSet
  readonly remarks: readonly ReadingRemark[]
}
