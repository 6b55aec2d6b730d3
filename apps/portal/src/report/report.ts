/** A PDF that goes with a message, and the study that it belongs to. */
import type { FoundPatient } from '@epacs/intake/looking'
import { keptPatients, seriesKeys } from '../looking/kept.ts'

export interface Report {
  readonly file: File
  readonly title: string
  /** Study Instance UID; '': not chosen. */
  readonly study: string
}

export interface StudyOption {
  readonly studyInstanceUid: string
  readonly patientName: string
  readonly date: string
  readonly description: string
}

/** As the centre looks for it: within the first 1,024 bytes (ISO 32000-1 annex H.3.4.1). */
const HEAD_BYTES = 1024

export async function isPdf(file: Blob): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer())
  return String.fromCharCode(...head).includes('%PDF-')
}

export type ReportFault = 'notPdf' | 'notReadable'

/** Undefined: it can go with the message. A file that was moved or locked since it was listed cannot be read. */
export async function faultOf(file: Blob): Promise<ReportFault | undefined> {
  try {
    return (await isPdf(file)) ? undefined : 'notPdf'
  } catch (error) {
    if (error instanceof DOMException) return 'notReadable'
    throw error
  }
}

/** The studies of which something is sent. */
export function studyOptions(
  patients: readonly FoundPatient[],
  leftOut: ReadonlySet<string>,
): readonly StudyOption[] {
  return keptPatients(patients, leftOut).flatMap(({ names, studies }) =>
    studies
      .filter((study) => seriesKeys([study]).some((key) => !leftOut.has(key)))
      .map(({ studyInstanceUid, date, description }) => ({
        studyInstanceUid,
        patientName: names[0] ?? '',
        date,
        description,
      })),
  )
}

/**
 * Of several studies one has to be chosen. What was chosen may have been left out since: then no other one stands in
 * for it, which may be another patient's.
 */
export function studyOf({ study }: Report, options: readonly StudyOption[]): string | undefined {
  if (options.some(({ studyInstanceUid }) => studyInstanceUid === study)) return study
  return study === '' && options.length === 1 ? options[0]?.studyInstanceUid : undefined
}

/**
 * What is said to the centre, which takes its own first study on null and refuses one that does not come: a choice
 * holds as well where the look was skipped or failed, and nothing is known to be there.
 */
export function studySent(report: Report, options: readonly StudyOption[]): string | null {
  return (studyOf(report, options) ?? report.study) || null
}

/** The only study needs no choice, unless one was made before: it shows whether it still holds. */
export function isStudyAsked({ study }: Report, options: readonly StudyOption[]): boolean {
  return options.length > 1 || (options.length === 1 && study !== '')
}

/** There is something to choose from, and nothing of it is chosen. */
export function isStudyMissing(report: Report, options: readonly StudyOption[]): boolean {
  return options.length > 0 && studyOf(report, options) === undefined
}
