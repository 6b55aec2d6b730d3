/**
 * Every code that a file's outcome may bear. The portal has a sentence for each, in each language; a code that is
 * not in this list does not leave the intake.
 */
import { DICOM_PROBLEMS, READING_REMARKS } from '@epacs/dicom'
import { CONTAINER_CODES } from './container-refusal.ts'

/** What shows itself only outside of the objects: in the names, in the DICOMDIR, in the sending as a whole. */
const SENDING_CODES = [
  /** A value that a DICOMDIR must have is made up there; the file is as it was. */
  'keys-invented',
  /** In order, but the sender's own rule leaves it out. */
  'left-out-by-rule',
  'identical-copy',
  'same-instance-other-encoding',
  /** One SOP Instance UID, different contents: none of them is delivered. */
  'conflicting-instance',
  /** Its study stands for another patient, its series for another study, its Patient ID for another person. */
  'conflicting-study',
  /** On the first instance of each further patient. */
  'another-patient',
  /** The first file of a patient that gives another name: married meanwhile, or another person under one Patient ID. */
  'another-name',
  'duplicate-name',
  'not-in-dicomdir',
  'dicomdir-file-missing',
  'dicomdir-faulty',
  /** Its files are there under other names: in another letter case, with a version suffix, renamed. */
  'dicomdir-names-differ',
  /** A DICOMDIR came without any of the files that it names. */
  'directory-only',
  /** Not an image and does not claim to be one: viewers, autorun files, thumbnails, documents. */
  'companion-file',
  'link',
  'special-entry',
  'nested-archive',
  'unsupported-archive',
  'unsupported-compression',
  'too-many-instances',
  /** Said to be encrypted end to end, and it is not, or to other keys than was said. */
  'end-to-end-damaged',
  /** Attached as a report, and not a PDF. */
  'not-pdf',
  /** A PDF that there is no study for in what was accepted, or several to choose from. */
  'document-without-study',
  /** A PDF that no study was chosen for: it is in the first of the only patient's. */
  'document-in-first-study',
  /** In order, but the sender asked for all or nothing and another file was refused. */
  'not-sent',
] as const

export const OUTCOME_CODES = [
  ...READING_REMARKS,
  ...DICOM_PROBLEMS,
  ...CONTAINER_CODES,
  ...SENDING_CODES,
] as const
export type OutcomeCode = (typeof OUTCOME_CODES)[number]
