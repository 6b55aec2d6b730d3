/**
 * A PDF as an object of the study that it belongs to: Encapsulated PDF Storage (PS3.3 §A.45.1) in Explicit VR Little
 * Endian. Patient and study are those of an instance of the study; text is in UTF-8, whatever that instance uses.
 */
import type { DataSet, Tag, VR } from '../data-set.ts'
import { newFileHead } from '../file/file-head.ts'
import { TAG } from '../tags.ts'
import { textOf } from '../text/text.ts'
import {
  concat,
  EXPLICIT_LITTLE_ENDIAN,
  encoded,
  header,
  UTF_8,
  uint32,
  type Written,
} from './written-element.ts'

export const ENCAPSULATED_PDF_STORAGE = '1.2.840.10008.5.1.4.1.1.104.1'
/** A value has 32 bits for its length, and the highest stands for "undefined" (PS3.5 §7.1.1). */
export const MAX_PDF_BYTES = 0xfffffffe
/** LO (PS3.5 §6.2). */
const MAX_DESCRIPTION_CHARACTERS = 64

export interface PdfDescription {
  /** The kept header of any instance of the study. */
  readonly study: DataSet
  readonly title: string
  readonly pdfBytes: number
  readonly sopInstanceUid: string
  readonly seriesInstanceUid: string
}

/** What stands in the file before and after the PDF's own bytes. */
export interface PdfEnvelope {
  readonly head: Uint8Array
  readonly tail: Uint8Array
}

/** Type 2: they are there, with or without a value. Type 3: only with one. PS3.3 §C.7.1.1, §C.7.2.1, §C.12.1. */
const OF_STUDY: readonly (readonly [Tag, VR, 2 | 3])[] = [
  [TAG.StudyDate, 'DA', 2],
  [TAG.StudyTime, 'TM', 2],
  [TAG.AccessionNumber, 'SH', 2],
  [TAG.ReferringPhysicianName, 'PN', 2],
  // What the dates and times are told in.
  [TAG.TimezoneOffsetFromUTC, 'SH', 3],
  [TAG.StudyDescription, 'LO', 3],
  [TAG.PatientName, 'PN', 2],
  [TAG.PatientID, 'LO', 2],
  [TAG.IssuerOfPatientID, 'LO', 3],
  [TAG.PatientBirthDate, 'DA', 2],
  [TAG.PatientSex, 'CS', 2],
  [TAG.StudyInstanceUID, 'UI', 2],
  [TAG.StudyID, 'SH', 2],
]

/** @throws RangeError for a PDF that is too long for a value */
export function encapsulatedPdf(description: PdfDescription): PdfEnvelope {
  const { pdfBytes, sopInstanceUid } = description
  if (pdfBytes > MAX_PDF_BYTES) throw new RangeError(`a PDF of ${pdfBytes} bytes does not fit into an object`)
  const fileHead = newFileHead({
    sopClassUid: ENCAPSULATED_PDF_STORAGE,
    sopInstanceUid,
    transferSyntaxUid: EXPLICIT_LITTLE_ENDIAN,
  })
  const paddedBytes = pdfBytes + (pdfBytes % 2)
  return {
    head: concat([
      fileHead,
      ...elementsBefore(description).map(encoded),
      header(TAG.EncapsulatedDocument, 'OB', paddedBytes),
    ]),
    tail: concat([
      new Uint8Array(paddedBytes - pdfBytes),
      encoded({ tag: TAG.MIMETypeOfEncapsulatedDocument, vr: 'LO', value: 'application/pdf' }),
      header(TAG.EncapsulatedDocumentLength, 'UL', 4),
      uint32(pdfBytes),
    ]),
  }
}

/** Viewers open the series with the lowest number first: that should be one of the study's images. */
const BEHIND_THE_IMAGES = '9999'

/** In ascending order. When the document was written nobody here knows: its dates are empty (type 2). */
function elementsBefore({ study, title, sopInstanceUid, seriesInstanceUid }: PdfDescription): Written[] {
  const own: Written[] = [
    { tag: TAG.SpecificCharacterSet, vr: 'CS', value: UTF_8 },
    { tag: TAG.SOPClassUID, vr: 'UI', value: ENCAPSULATED_PDF_STORAGE },
    { tag: TAG.SOPInstanceUID, vr: 'UI', value: sopInstanceUid },
    { tag: TAG.ContentDate, vr: 'DA', value: '' },
    { tag: TAG.AcquisitionDateTime, vr: 'DT', value: '' },
    { tag: TAG.ContentTime, vr: 'TM', value: '' },
    { tag: TAG.Modality, vr: 'CS', value: 'DOC' },
    // "Workstation" (PS3.3 §C.8.6.1): made from a file, not scanned.
    { tag: TAG.ConversionType, vr: 'CS', value: 'WSD' },
    { tag: TAG.Manufacturer, vr: 'LO', value: '' },
    { tag: TAG.SeriesDescription, vr: 'LO', value: described(title) },
    { tag: TAG.SeriesInstanceUID, vr: 'UI', value: seriesInstanceUid },
    { tag: TAG.SeriesNumber, vr: 'IS', value: BEHIND_THE_IMAGES },
    { tag: TAG.InstanceNumber, vr: 'IS', value: '1' },
    // It may name the patient (PS3.3 §C.24.2): nobody has looked.
    { tag: TAG.BurnedInAnnotation, vr: 'CS', value: 'YES' },
    { tag: TAG.ConceptNameCodeSequence, vr: 'SQ', value: '' },
    { tag: TAG.DocumentTitle, vr: 'ST', value: title },
  ]
  const ofStudy = OF_STUDY.flatMap(([tag, vr, type]): Written[] => {
    const value = textOf(study, tag) ?? ''
    return value === '' && type === 3 ? [] : [{ tag, vr, value }]
  })
  return [...own, ...ofStudy].sort((one, other) => one.tag - other.tag)
}

/** A backslash would part it into two values. */
function described(title: string): string {
  return [...title.replaceAll('\\', '/')].slice(0, MAX_DESCRIPTION_CHARACTERS).join('')
}
