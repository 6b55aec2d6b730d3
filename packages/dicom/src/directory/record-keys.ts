/**
 * The keys of each directory record (PS3.3 F.5) as a table, to be read beside the standard. Keys of type 3 are the
 * few that viewers list patients, studies and series by.
 */

import type { Tag } from '../data-set.ts'
import { type Keyword, TAG } from '../tags.ts'
import type { RecordType } from './record-types.ts'

/**
 * What to write where a key of type 1 has no value in the file: the instance's own other dates and times, the
 * record's ordinal, an identifier that no other record has, or a fixed value.
 */
export type MakingUp =
  | { readonly from: 'dates' | 'times' | 'ordinal' | 'identity' | 'verification' }
  | { readonly value: string }
  | { readonly code: CodedConcept }

export interface CodedConcept {
  readonly value: string
  readonly scheme: string
  readonly meaning: string
}

export interface RecordKey {
  readonly tag: Tag
  /** As PS3.6 names it. */
  readonly name: string
  /** Type 1: never without a value. Type 2: present, if empty. Type 3 (and 1C): when the file has a value. */
  readonly type: 1 | 2 | 3
  /** Only for type 1. */
  readonly makeUp: MakingUp | undefined
}

function required(keyword: Keyword, name: string, makeUp: MakingUp): RecordKey {
  return { tag: TAG[keyword], name, type: 1, makeUp }
}

function present(keyword: Keyword, name: string): RecordKey {
  return { tag: TAG[keyword], name, type: 2, makeUp: undefined }
}

function optional(keyword: Keyword, name: string): RecordKey {
  return { tag: TAG[keyword], name, type: 3, makeUp: undefined }
}

const INSTANCE_NUMBER = required('InstanceNumber', 'Instance Number', { from: 'ordinal' })
const CONTENT_DATE_AND_TIME = [
  required('ContentDate', 'Content Date', { from: 'dates' }),
  required('ContentTime', 'Content Time', { from: 'times' }),
]
/** Content Identification Macro (PS3.3 table 10-12). */
const CONTENT_IDENTIFICATION = [
  INSTANCE_NUMBER,
  required('ContentLabel', 'Content Label', { value: 'UNLABELED' }),
  present('ContentDescription', 'Content Description'),
  present('ContentCreatorName', "Content Creator's Name"),
]
const DATED_CONTENT = [...CONTENT_DATE_AND_TIME, ...CONTENT_IDENTIFICATION]
/** Title of a document that does not tell its own. */
const UNTITLED_REPORT: CodedConcept = { value: '18748-4', scheme: 'LN', meaning: 'Diagnostic imaging study' }
const UNTITLED_SELECTION: CodedConcept = { value: '113000', scheme: 'DCM', meaning: 'Of Interest' }

const KEYS: Readonly<Record<RecordType, RecordKey[]>> = {
  PATIENT: [
    present('PatientName', "Patient's Name"),
    required('PatientID', 'Patient ID', { from: 'identity' }),
    optional('PatientBirthDate', "Patient's Birth Date"),
    optional('PatientSex', "Patient's Sex"),
  ],
  STUDY: [
    required('StudyDate', 'Study Date', { from: 'dates' }),
    required('StudyTime', 'Study Time', { from: 'times' }),
    present('StudyDescription', 'Study Description'),
    required('StudyInstanceUID', 'Study Instance UID', { from: 'identity' }),
    required('StudyID', 'Study ID', { from: 'ordinal' }),
    present('AccessionNumber', 'Accession Number'),
  ],
  SERIES: [
    required('Modality', 'Modality', { value: 'OT' }),
    required('SeriesInstanceUID', 'Series Instance UID', { from: 'identity' }),
    required('SeriesNumber', 'Series Number', { from: 'ordinal' }),
    optional('SeriesDescription', 'Series Description'),
    optional('BodyPartExamined', 'Body Part Examined'),
  ],
  IMAGE: [INSTANCE_NUMBER],
  'RT DOSE': [
    INSTANCE_NUMBER,
    required('DoseSummationType', 'Dose Summation Type', { value: 'UNKNOWN' }),
    optional('DoseComment', 'Dose Comment'),
  ],
  'RT STRUCTURE SET': [
    INSTANCE_NUMBER,
    required('StructureSetLabel', 'Structure Set Label', { value: 'UNLABELED' }),
    present('StructureSetDate', 'Structure Set Date'),
    present('StructureSetTime', 'Structure Set Time'),
  ],
  'RT PLAN': [
    INSTANCE_NUMBER,
    required('RTPlanLabel', 'RT Plan Label', { value: 'UNLABELED' }),
    present('RTPlanDate', 'RT Plan Date'),
    present('RTPlanTime', 'RT Plan Time'),
  ],
  'RT TREAT RECORD': [
    INSTANCE_NUMBER,
    present('TreatmentDate', 'Treatment Date'),
    present('TreatmentTime', 'Treatment Time'),
  ],
  PRESENTATION: [
    required('PresentationCreationDate', 'Presentation Creation Date', { from: 'dates' }),
    required('PresentationCreationTime', 'Presentation Creation Time', { from: 'times' }),
    ...CONTENT_IDENTIFICATION,
    optional('ReferencedSeriesSequence', 'Referenced Series Sequence'),
    optional('BlendingSequence', 'Blending Sequence'),
  ],
  WAVEFORM: [INSTANCE_NUMBER, ...CONTENT_DATE_AND_TIME],
  'SR DOCUMENT': [
    INSTANCE_NUMBER,
    required('CompletionFlag', 'Completion Flag', { value: 'PARTIAL' }),
    required('VerificationFlag', 'Verification Flag', { value: 'UNVERIFIED' }),
    ...CONTENT_DATE_AND_TIME,
    // 1C: of a verified document only, and there made up when it names no time of its own.
    { ...optional('VerificationDateTime', 'Verification DateTime'), makeUp: { from: 'verification' } },
    required('ConceptNameCodeSequence', 'Concept Name Code Sequence', { code: UNTITLED_REPORT }),
    optional('ContentSequence', 'Content Sequence'),
  ],
  'KEY OBJECT DOC': [
    INSTANCE_NUMBER,
    ...CONTENT_DATE_AND_TIME,
    required('ConceptNameCodeSequence', 'Concept Name Code Sequence', { code: UNTITLED_SELECTION }),
    optional('ContentSequence', 'Content Sequence'),
  ],
  SPECTROSCOPY: [
    required('ImageType', 'Image Type', { value: 'ORIGINAL\\PRIMARY' }),
    ...CONTENT_DATE_AND_TIME,
    INSTANCE_NUMBER,
    optional('ReferencedImageEvidenceSequence', 'Referenced Image Evidence Sequence'),
    required('NumberOfFrames', 'Number of Frames', { value: '1' }),
    required('Rows', 'Rows', { value: '1' }),
    required('Columns', 'Columns', { value: '1' }),
    required('DataPointRows', 'Data Point Rows', { value: '1' }),
    required('DataPointColumns', 'Data Point Columns', { value: '1' }),
  ],
  'RAW DATA': [...CONTENT_DATE_AND_TIME, present('InstanceNumber', 'Instance Number')],
  REGISTRATION: DATED_CONTENT,
  FIDUCIAL: DATED_CONTENT,
  'ENCAP DOC': [
    present('ContentDate', 'Content Date'),
    present('ContentTime', 'Content Time'),
    INSTANCE_NUMBER,
    present('DocumentTitle', 'Document Title'),
    optional('HL7InstanceIdentifier', 'HL7 Instance Identifier'),
    present('ConceptNameCodeSequence', 'Concept Name Code Sequence'),
    required('MIMETypeOfEncapsulatedDocument', 'MIME Type of Encapsulated Document', {
      value: 'application/octet-stream',
    }),
  ],
  'VALUE MAP': DATED_CONTENT,
  STEREOMETRIC: [],
  PLAN: [],
  MEASUREMENT: DATED_CONTENT,
  SURFACE: DATED_CONTENT,
  'SURFACE SCAN': CONTENT_DATE_AND_TIME,
  TRACT: DATED_CONTENT,
  ASSESSMENT: [
    INSTANCE_NUMBER,
    required('InstanceCreationDate', 'Instance Creation Date', { from: 'dates' }),
    present('InstanceCreationTime', 'Instance Creation Time'),
  ],
  RADIOTHERAPY: [
    INSTANCE_NUMBER,
    optional('UserContentLabel', 'User Content Label'),
    optional('UserContentLongLabel', 'User Content Long Label'),
    present('ContentDescription', 'Content Description'),
    present('ContentCreatorName', "Content Creator's Name"),
  ],
  // Microscopy Bulk Simple Annotations; its keys are those of other dated content.
  ANNOTATION: DATED_CONTENT,
}

for (const keys of Object.values(KEYS)) keys.sort((one, other) => one.tag - other.tag)

/** In ascending order of tags, as they are written. */
export const RECORD_KEYS: Readonly<Record<RecordType, readonly RecordKey[]>> = KEYS
