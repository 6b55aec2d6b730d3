/** What was found in the chosen files, by patient, study and series. */
import type { FileOutcome } from '../intake-result.ts'
import type { OutcomeCode } from '../outcome-codes.ts'
import type { OtherReading } from './other-reading.ts'
import type { ImageKind } from './passport/index.ts'

export interface FoundPatient {
  /** The same number for the same patient throughout one look. */
  readonly ordinal: number
  /** Each way in which the files write the name; more than one is worth a second look. */
  readonly names: readonly string[]
  readonly id: string
  /** YYYYMMDD as it stands there; '' when no file says it. */
  readonly birthDate: string
  readonly sex: string
  readonly studies: readonly FoundStudy[]
}

export interface FoundStudy {
  readonly studyInstanceUid: string
  readonly date: string
  readonly description: string
  readonly series: readonly FoundSeries[]
}

export interface FoundSeries {
  /** Names it when it is left out. */
  readonly key: string
  readonly modality: string
  readonly description: string
  readonly number: string
  readonly instances: number
  /** Of its files, unpacked. */
  readonly sizeBytes: number
  /** What recipients' PACS may take or not. */
  readonly kinds: readonly (ImageKind & { readonly instances: number })[]
}

export interface FoundRemark {
  readonly code: OutcomeCode
  readonly files: number
}

export interface Found {
  readonly patients: readonly FoundPatient[]
  /** Ordinals of patients under different IDs who may be one: the same date of birth, one name in two spellings. */
  readonly perhapsOne: readonly (readonly [number, number])[]
  /** Files that will not be delivered, named as the centre's result will name them. */
  readonly files: readonly FileOutcome[]
  /** What is odd about the text and the identifiers of files that will be. */
  readonly remarks: readonly FoundRemark[]
  /** Texts that look like windows-1250 or ISO 8859-2 under another label, each once, the first few. */
  readonly otherReadings: readonly OtherReading[]
  /** Files that have the SOP Instance UID of a file before them. */
  readonly repeated: number
  /** Paths of what could not be looked into. */
  readonly notLookedInto: readonly string[]
}
