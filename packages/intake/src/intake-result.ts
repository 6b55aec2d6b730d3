/** What goes into the intake and what comes out of it. */
import type { InstanceHeader } from '@epacs/dicom'
import type { Files, PackageFacts, StudySummary, TellFinalBytes } from '@epacs/package'
import type { IntakeLimits } from './limits.ts'
import type { OutcomeCode } from './outcome-codes.ts'

/** One received file, whatever it is: its content decides, not its name. */
export interface IntakeSource {
  /** The sender's name for it, folders included ("CD1/IMAGES/IM0001"). Shown, never opened. */
  readonly path: string
  /** Where its bytes lie. */
  readonly filePath: string
  /** It is a part of that file and begins there; undefined: it is the whole file. */
  readonly startBytes?: number
  readonly sizeBytes: number
}

/** A PDF that goes into the package as an object of a study that is sent. */
export interface IntakeDocument {
  readonly path: string
  readonly filePath: string
  readonly sizeBytes: number
  readonly title: string
  /** Null: the first study, when all of them are one patient's. */
  readonly studyInstanceUid: string | null
}

export interface IntakeOptions {
  /** Where the finished package goes; overwritten. */
  readonly packagePath: string
  readonly indexPath: string
  /** An existing folder for what is needed meanwhile. */
  readonly workFolder: string
  /** How the sources, the package and what is needed meanwhile lie on the disk; in the open unless told otherwise. */
  readonly files?: Files
  /** One refused file then refuses the whole sending. */
  readonly allOrNothing?: boolean
  readonly documents?: readonly IntakeDocument[]
  /** Asked of each instance that is in order: why it is left out, a sentence; undefined: it is not. */
  readonly leaveOut?: (header: InstanceHeader) => string | undefined
  readonly limits?: Partial<IntakeLimits>
  readonly signal?: AbortSignal
  readonly tellFinalBytes?: TellFinalBytes
  /** False: the caller sees to the package's durability, or needs none. */
  readonly isSynced?: boolean
  /** Called often; whoever shows it slows it down. The total is 0 for sources that come one after another. */
  readonly onProgress?: (progress: IntakeProgress) => void
}

export interface IntakeProgress {
  /** Of the sources as they were received, packed or not. */
  readonly bytesDone: number
  readonly bytesTotal: number
  /** Files looked at; an archive counts as the files in it. */
  readonly filesDone: number
}

/**
 * - `accepted`: in the package, nothing to say (or only that directory values were made up);
 * - `warning`: in the package, and something about it is odd;
 * - `left-out`: not in the package, and nothing is lost by it;
 * - `refused`: not in the package, although it was meant to be.
 */
export type Outcome = 'accepted' | 'warning' | 'left-out' | 'refused'

export interface FileOutcome {
  /** The source's path; in an archive followed by `/` and the entry's name. Safe to show. */
  readonly path: string
  readonly outcome: Outcome
  /** The gravest thing to say about the file. */
  readonly code: OutcomeCode | null
  /** All there is to say, in English; names attributes and places, holds nothing that was read from an image. */
  readonly detail: string | null
}

export interface IntakeResult {
  /** Null: nothing is delivered, `files` says why. */
  readonly package: PackageFacts | null
  readonly studies: readonly StudySummary[]
  /** In the order in which the files came. */
  readonly files: readonly FileOutcome[]
  readonly studyOutcomes: readonly StudyOutcome[]
}

/** How many files of a study had which outcome. Of files whose study could not be read nothing is counted. */
export interface StudyOutcome {
  readonly studyInstanceUid: string
  readonly accepted: number
  readonly warnings: number
  readonly leftOut: number
  readonly refused: number
}
