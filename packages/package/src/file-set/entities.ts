/**
 * The patients, studies and series of a file-set while it is being written. Their directory records lie in the
 * spool; what stands here is a few numbers each, and there are few of them beside the instances.
 */
import type { KeySet } from '@epacs/dicom'

/** Where a directory record lies in the spool, and what it lacks. */
export interface SpooledRecord {
  readonly offset: number
  readonly bytes: number
  readonly gaps: KeySet
  readonly inventedKeys: KeySet
}

/** One that has lost its last instance is forgotten: what it said binds nobody. */
interface Entity {
  /** Under which the file-set knows it. */
  readonly key: string
  record: SpooledRecord
  /** How many the package holds. */
  instances: number
}

export interface Patient extends Entity {
  /** Patient ID (0010,0020); empty: the files have none, the record's is made up. */
  readonly id: string
  /** Patient's Name; empty: the files have none. */
  name: string
}

export interface Study extends Entity {
  /** From 1: names the folder of its files. */
  readonly ordinal: number
  patient: Patient
  /** The last ordinal given to a series. */
  lastSeries: number
}

export interface Series extends Entity {
  /** Among all series that the package ever had. */
  readonly index: number
  readonly study: Study
  /** From 1 within the study: names the folder of its files. */
  readonly ordinal: number
  /** Empty: the files have none. */
  modality: string
  /** The last ordinal given to an instance. */
  lastImage: number
}
