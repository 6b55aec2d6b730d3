/**
 * Every code that a file's outcome may bear. The portal has a sentence for each, in each language; a code that is
 * not in this list does not leave the intake.
 */
import type { DicomProblem, ReadingRemarkCode } from '@epacs/dicom'
import { CONTAINER_CODES } from './container-refusal.ts'

/** The file was read and taken, and something about it is odd. */
const READING_CODES = [
  'no-preamble',
  'meta-corrected',
  'encoding-corrected',
  'executable-preamble',
  'pixel-data-short',
  'trailing-bytes',
  'patient-id-missing',
  'character-set-unknown',
  'character-set-suspect',
  'character-set-missing',
  'invalid-date',
  'irregular-uid',
  'value-too-long',
  'control-characters',
  'private-transfer-syntax',
  'damaged-frame',
] as const satisfies readonly ReadingRemarkCode[]

/** The file cannot be taken: it is no DICOM instance, or none that can be told from others. */
const PROBLEM_CODES = [
  'not-dicom',
  'empty-file',
  'truncated',
  'damaged',
  'no-data-set',
  'missing-uid',
  'invalid-uid',
  'unknown-transfer-syntax',
  'non-patient-object',
  'nested-too-deep',
  'expands-too-much',
  'header-too-large',
] as const satisfies readonly DicomProblem[]

/** Seen only when a sending is looked at as a whole. */
const SENDING_CODES = [
  /** A value that a DICOMDIR must have is made up there; the file is as it was. */
  'keys-invented',
  'identical-copy',
  'same-instance-other-encoding',
  /** One SOP Instance UID, different contents: none of them is delivered. */
  'conflicting-instance',
  /** On the first instance of each further patient. */
  'another-patient',
  'duplicate-name',
  'not-in-dicomdir',
  'dicomdir-file-missing',
  'dicomdir-faulty',
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
  /** In order, but the sender asked for all or nothing and another file was refused. */
  'not-sent',
] as const

export const OUTCOME_CODES = [
  ...READING_CODES,
  ...PROBLEM_CODES,
  ...CONTAINER_CODES,
  ...SENDING_CODES,
] as const

export type OutcomeCode = (typeof OUTCOME_CODES)[number]
