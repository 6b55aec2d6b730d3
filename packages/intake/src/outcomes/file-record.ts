/** What the intake knows of each file while a sending is being looked at; outcomes are made of it at the end. */
import type { ReferencedFile } from '@epacs/dicom'
import type { OutcomeCode } from '../outcome-codes.ts'

export interface Remark {
  readonly code: OutcomeCode
  /** A sentence. */
  readonly detail: string
}

/** Files whose names belong together: those sent one by one, or those of one archive. */
export interface Scope {
  /** What the names are shown with in front: '' or the archive's path and a slash. */
  readonly prefix: string
}

export interface FileRecord {
  readonly scope: Scope
  /** As the sender named it within its scope, `/` between folders. */
  readonly name: string
  finding: Finding
}

export type Finding = TakenFinding | NotTakenFinding | DirectoryFinding | ArchiveFinding

/** In the package, unless the sending as a whole says otherwise. */
export interface TakenFinding {
  readonly kind: 'taken'
  readonly instance: TakenInstance
  readonly remark: Remark | undefined
}

export type NotTakenFinding = (
  | { readonly kind: 'refused'; readonly remark: Remark }
  /** Its content is in the package already, from another file. */
  | { readonly kind: 'copy'; readonly sopInstanceUid: string; readonly remark: Remark }
  /** Another file has its SOP Instance UID and other content. */
  | { readonly kind: 'rival'; readonly sopInstanceUid: string; readonly remark: Remark }
  /** `refusal`: what is said instead when the file turns out to be meant as an image. */
  | { readonly kind: 'left-out'; readonly remark: Remark; readonly refusal: Remark }
) & {
  /** Of an object that was read as far as that. */
  readonly studyInstanceUid?: string
}

/** A DICOMDIR: of use only for what it says about the others; without a remark there is nothing to say about it. */
export interface DirectoryFinding {
  readonly kind: 'directory'
  readonly remark: Remark | undefined
  readonly listed: readonly ReferencedFile[]
}

/** An archive, in front of its entries, which speak for it. */
export interface ArchiveFinding {
  readonly kind: 'archive'
  readonly entries: Scope
}

export interface TakenInstance {
  /** Its number in the package. */
  readonly number: number
  readonly sopInstanceUid: string
  readonly studyInstanceUid: string
  /** Where its data set begins in the package's file of it, and how long it is. */
  readonly dataSetOffset: number
  readonly dataSetBytes: number
  /** Ordinal of its patient in this sending, from 0. */
  readonly patient: number
}

export function refused(code: OutcomeCode, detail: string): NotTakenFinding & { readonly kind: 'refused' } {
  return { kind: 'refused', remark: { code, detail } }
}
