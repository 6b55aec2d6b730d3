/**
 * Which elements are kept of an object: what identifies it, what directory records hold (PS3.3 §F.5), what is shown,
 * and what its pixel data is measured by. Everything else is passed over.
 */
import type { DataSet, Tag } from '../data-set.ts'
import { TAG } from '../tags.ts'
import { byteText } from '../text/byte-text.ts'

export interface WantedElements {
  readonly values: ReadonlySet<Tag>
  readonly sequences: ReadonlyMap<Tag, WantedElements>
  /** Which items of this sequence are kept; undefined: all. */
  readonly keepsItem?: (item: DataSet) => boolean
}

function wanted(
  values: readonly Tag[],
  sequences: readonly (readonly [Tag, WantedElements])[] = [],
): WantedElements {
  return { values: new Set(values), sequences: new Map(sequences) }
}

/** PS3.3 table 8.8-1. */
const CODE = wanted([
  TAG.CodeValue,
  TAG.CodingSchemeDesignator,
  TAG.CodingSchemeVersion,
  TAG.CodeMeaning,
  TAG.LongCodeValue,
  TAG.URNCodeValue,
  TAG.MappingResource,
  TAG.ContextGroupVersion,
  TAG.ContextIdentifier,
  TAG.ContextUID,
  TAG.MappingResourceUID,
])

const REFERENCED_SOP = wanted([
  TAG.ReferencedSOPClassUID,
  TAG.ReferencedSOPInstanceUID,
  TAG.ReferencedFrameNumber,
  TAG.ReferencedSegmentNumber,
])

const REFERENCED_SERIES = wanted(
  [TAG.SeriesInstanceUID],
  [
    [TAG.ReferencedImageSequence, REFERENCED_SOP],
    [TAG.ReferencedSOPSequence, REFERENCED_SOP],
  ],
)

/** "HAS CONCEPT MOD", the only content items that a record repeats (PS3.3 §F.5.25): a report may hold thousands. */
const CONTENT_ITEM: WantedElements = {
  ...wanted(
    [
      TAG.RelationshipType,
      TAG.ValueType,
      TAG.DateTime,
      TAG.Date,
      TAG.Time,
      TAG.PersonName,
      TAG.UID,
      TAG.TextValue,
    ],
    [
      [TAG.ConceptNameCodeSequence, CODE],
      [TAG.ConceptCodeSequence, CODE],
      [TAG.MeasuredValueSequence, wanted([TAG.NumericValue], [[TAG.MeasurementUnitsCodeSequence, CODE]])],
      [TAG.ReferencedSOPSequence, REFERENCED_SOP],
    ],
  ),
  keepsItem: (item) => {
    const value = item.get(TAG.RelationshipType)?.value
    return value !== undefined && byteText(value.subarray(0, 16)).trim() === 'HAS CONCEPT MOD'
  },
}

export const WANTED: WantedElements = wanted(
  [
    TAG.SpecificCharacterSet,
    TAG.ImageType,
    TAG.RecognitionCode,
    TAG.InstanceCreationDate,
    TAG.InstanceCreationTime,
    TAG.SOPClassUID,
    TAG.SOPInstanceUID,
    TAG.StudyDate,
    TAG.SeriesDate,
    TAG.AcquisitionDate,
    TAG.ContentDate,
    TAG.AcquisitionDateTime,
    TAG.StudyTime,
    TAG.SeriesTime,
    TAG.AcquisitionTime,
    TAG.ContentTime,
    TAG.AccessionNumber,
    TAG.Modality,
    TAG.ConversionType,
    TAG.PresentationIntentType,
    TAG.Manufacturer,
    TAG.InstitutionName,
    TAG.ReferringPhysicianName,
    TAG.TimezoneOffsetFromUTC,
    TAG.StationName,
    TAG.StudyDescription,
    TAG.SeriesDescription,
    TAG.InstitutionalDepartmentName,
    TAG.ManufacturerModelName,
    TAG.PatientName,
    TAG.PatientID,
    TAG.IssuerOfPatientID,
    TAG.TypeOfPatientID,
    TAG.PatientBirthDate,
    TAG.PatientBirthTime,
    TAG.PatientSex,
    TAG.PatientAge,
    TAG.BodyPartExamined,
    TAG.SliceThickness,
    TAG.ProtocolName,
    TAG.ViewPosition,
    TAG.StudyInstanceUID,
    TAG.SeriesInstanceUID,
    TAG.StudyID,
    TAG.SeriesNumber,
    TAG.AcquisitionNumber,
    TAG.InstanceNumber,
    TAG.ImagePositionPatient,
    TAG.ImageOrientationPatient,
    TAG.FrameOfReferenceUID,
    TAG.Laterality,
    TAG.ImageLaterality,
    TAG.SliceLocation,
    TAG.NumberOfStudyRelatedInstances,
    TAG.SamplesPerPixel,
    TAG.PhotometricInterpretation,
    TAG.PlanarConfiguration,
    TAG.NumberOfFrames,
    TAG.Rows,
    TAG.Columns,
    TAG.PixelSpacing,
    TAG.BitsAllocated,
    TAG.BitsStored,
    TAG.HighBit,
    TAG.PixelRepresentation,
    TAG.BurnedInAnnotation,
    TAG.WindowCenter,
    TAG.WindowWidth,
    TAG.LossyImageCompression,
    TAG.PixelDataProviderURL,
    TAG.DataPointRows,
    TAG.DataPointColumns,
    TAG.RequestingService,
    TAG.VerificationDateTime,
    TAG.CompletionFlag,
    TAG.VerificationFlag,
    TAG.HL7InstanceIdentifier,
    TAG.HL7DocumentEffectiveTime,
    TAG.DocumentTitle,
    TAG.MIMETypeOfEncapsulatedDocument,
    TAG.ContentLabel,
    TAG.ContentDescription,
    TAG.PresentationCreationDate,
    TAG.PresentationCreationTime,
    TAG.ContentCreatorName,
    TAG.DoseComment,
    TAG.DoseSummationType,
    TAG.StructureSetLabel,
    TAG.StructureSetDate,
    TAG.StructureSetTime,
    TAG.TreatmentDate,
    TAG.TreatmentTime,
    TAG.RTPlanLabel,
    TAG.RTPlanDate,
    TAG.RTPlanTime,
    TAG.UserContentLabel,
    TAG.UserContentLongLabel,
  ],
  [
    [TAG.ReferringPhysicianIdentificationSequence, wanted([TAG.InstitutionName])],
    [TAG.ReferencedSeriesSequence, REFERENCED_SERIES],
    [TAG.ReferencedImageEvidenceSequence, REFERENCED_SOP],
    [TAG.VerifyingObserverSequence, wanted([TAG.VerificationDateTime])],
    [TAG.ConceptNameCodeSequence, CODE],
    [TAG.ContentSequence, CONTENT_ITEM],
    [TAG.HL7DocumentTypeCodeSequence, CODE],
    [
      TAG.BlendingSequence,
      wanted(
        [TAG.BlendingPosition, TAG.StudyInstanceUID],
        [[TAG.ReferencedSeriesSequence, REFERENCED_SERIES]],
      ),
    ],
  ],
)
