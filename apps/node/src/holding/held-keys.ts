/** What is kept of an instance to find it by: elements with their bytes as they came, their character set beside them. */
import { TAG, type Tag, type VR } from '@epacs/dicom'
import { type IdentifierElement, writeIdentifier } from '@epacs/dicom/network'
import type { ObjectElements } from '@epacs/dicom/object'

const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1'
/** A longer one is of no use for finding, and not what its VR allows. */
const LONGEST_VALUE_BYTES = 1024

/** PS3.4 tables C.6-1 and C.6-2, and what workstations ask for besides. */
const PATIENT: readonly Tag[] = [
  TAG.PatientName,
  TAG.PatientID,
  TAG.IssuerOfPatientID,
  TAG.PatientBirthDate,
  TAG.PatientBirthTime,
  TAG.PatientSex,
  0x00101000, // Other Patient IDs
  0x00101001, // Other Patient Names
  0x00102160, // Ethnic Group
  0x00104000, // Patient Comments
]
const STUDY: readonly Tag[] = [
  TAG.TimezoneOffsetFromUTC,
  TAG.StudyDate,
  TAG.StudyTime,
  TAG.AccessionNumber,
  TAG.ReferringPhysicianName,
  TAG.StudyDescription,
  0x00081060, // Name of Physician(s) Reading Study
  TAG.PatientAge,
  0x00101020, // Patient's Size
  0x00101030, // Patient's Weight
  TAG.StudyInstanceUID,
  TAG.StudyID,
]
const SERIES: readonly Tag[] = [
  TAG.SeriesDate,
  TAG.SeriesTime,
  TAG.Modality,
  TAG.Manufacturer,
  TAG.InstitutionName,
  TAG.StationName,
  TAG.SeriesDescription,
  TAG.InstitutionalDepartmentName,
  0x00081050, // Performing Physician's Name
  0x00081070, // Operators' Name
  TAG.ManufacturerModelName,
  TAG.BodyPartExamined,
  TAG.ProtocolName,
  TAG.SeriesInstanceUID,
  TAG.SeriesNumber,
  TAG.Laterality,
  0x00400244, // Performed Procedure Step Start Date
  0x00400245, // Performed Procedure Step Start Time
  0x00400253, // Performed Procedure Step ID
  0x00400254, // Performed Procedure Step Description
]
const INSTANCE: readonly Tag[] = [
  TAG.ImageType,
  TAG.SOPClassUID,
  TAG.SOPInstanceUID,
  TAG.AcquisitionDate,
  TAG.ContentDate,
  TAG.AcquisitionTime,
  TAG.ContentTime,
  TAG.AcquisitionNumber,
  TAG.InstanceNumber,
  TAG.SliceLocation,
  TAG.NumberOfFrames,
  TAG.Rows,
  TAG.Columns,
  TAG.BitsAllocated,
]

/** Of each level alone. */
export const KEYS = {
  patient: new Set(PATIENT),
  study: new Set(STUDY),
  series: new Set(SERIES),
  instance: new Set(INSTANCE),
} as const satisfies Record<string, ReadonlySet<Tag>>

/** A series is kept with what stands above it: all bytes of one instance, so that one character set holds for them. */
const KEPT = {
  series: [TAG.SpecificCharacterSet, ...PATIENT, ...STUDY, ...SERIES],
  instance: INSTANCE,
}

export function heldKeys(elements: ObjectElements, level: 'series' | 'instance'): Uint8Array {
  const kept: IdentifierElement[] = []
  for (const tag of KEPT[level]) {
    const element = elements.get(tag)
    if (element?.value === undefined || element.value.length > LONGEST_VALUE_BYTES) continue
    const vr: VR = element.vr
    if (vr !== 'SQ') kept.push({ tag, vr, value: element.value })
  }
  return writeIdentifier(kept, EXPLICIT_LITTLE_ENDIAN)
}
