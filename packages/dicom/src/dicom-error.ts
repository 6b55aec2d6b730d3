/** Why an object is refused, and where in it: the only thing that reading ever throws. */
import { tagText } from './tags.ts'

export const DICOM_PROBLEMS = [
  /** Neither Part 10 nor a bare data set. */
  'not-dicom',
  'empty-file',
  /** Ends inside an element, an item or a sequence. */
  'truncated',
  /** Its structure contradicts itself. */
  'damaged',
  /** Nothing stands behind the File Meta Information. */
  'no-data-set',
  /** SOP Class, SOP Instance, Study Instance or Series Instance UID is absent or empty. */
  'missing-uid',
  /** One of them is longer than 64 characters, or holds something else than digits and dots (PS3.5 §9.1). */
  'invalid-uid',
  /** How the data set is encoded cannot be known. */
  'unknown-transfer-syntax',
  /** Belongs to no patient and no study (PS3.3 annex A: Hanging Protocol, Color Palette, Inventory…). */
  'non-patient-object',
  'nested-too-deep',
  /** A deflated data set that inflates to more than is allowed. */
  'expands-too-much',
  /** What must be kept of it in memory is more than is allowed. */
  'header-too-large',
] as const
export type DicomProblem = (typeof DICOM_PROBLEMS)[number]

export interface DicomErrorPlace {
  /** In bytes from the beginning of the input; of a deflated data set, from the beginning as if it were inflated. */
  readonly offset: number
  /** Group and element as a number. */
  readonly tag?: number | undefined
}

export class DicomError extends Error {
  readonly code: DicomProblem
  readonly offset: number
  /** As the standard writes it: "(0010,0020)". */
  readonly tag: string | undefined

  /** @param detail a sentence without its full stop and without anything that was read from a value */
  constructor(code: DicomProblem, detail: string, place: DicomErrorPlace, options?: ErrorOptions) {
    const tag = place.tag === undefined ? undefined : tagText(place.tag)
    super(`${detail} (byte ${place.offset}${tag === undefined ? '' : `, ${tag}`})`, options)
    this.name = 'DicomError'
    this.code = code
    this.offset = place.offset
    this.tag = tag
  }
}
