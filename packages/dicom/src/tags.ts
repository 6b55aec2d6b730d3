/**
 * The part of the data dictionary (PS3.6 §6) that this package speaks of: what identifies an object, what a directory
 * record must hold (PS3.3 annex F), and what a person is shown. Every other element is passed over unread, so that
 * its VR need not be known.
 */
import type { Tag, VR } from './data-set.ts'

const DICTIONARY = {
  FileMetaInformationGroupLength: [0x00020000, 'UL'],
  FileMetaInformationVersion: [0x00020001, 'OB'],
  MediaStorageSOPClassUID: [0x00020002, 'UI'],
  MediaStorageSOPInstanceUID: [0x00020003, 'UI'],
  TransferSyntaxUID: [0x00020010, 'UI'],
  ImplementationClassUID: [0x00020012, 'UI'],
  ImplementationVersionName: [0x00020013, 'SH'],
  SourceApplicationEntityTitle: [0x00020016, 'AE'],
  SendingApplicationEntityTitle: [0x00020017, 'AE'],
  ReceivingApplicationEntityTitle: [0x00020018, 'AE'],
  PrivateInformationCreatorUID: [0x00020100, 'UI'],
  PrivateInformation: [0x00020102, 'OB'],
  SpecificCharacterSet: [0x00080005, 'CS'],
  LanguageCodeSequence: [0x00080006, 'SQ'],
  ImageType: [0x00080008, 'CS'],
  /** Of ACR-NEMA, before there were UIDs. */
  RecognitionCode: [0x00080010, 'SH'],
  InstanceCreationDate: [0x00080012, 'DA'],
  InstanceCreationTime: [0x00080013, 'TM'],
  SOPClassUID: [0x00080016, 'UI'],
  SOPInstanceUID: [0x00080018, 'UI'],
  StudyDate: [0x00080020, 'DA'],
  SeriesDate: [0x00080021, 'DA'],
  AcquisitionDate: [0x00080022, 'DA'],
  ContentDate: [0x00080023, 'DA'],
  AcquisitionDateTime: [0x0008002a, 'DT'],
  StudyTime: [0x00080030, 'TM'],
  SeriesTime: [0x00080031, 'TM'],
  AcquisitionTime: [0x00080032, 'TM'],
  ContentTime: [0x00080033, 'TM'],
  AccessionNumber: [0x00080050, 'SH'],
  Modality: [0x00080060, 'CS'],
  ConversionType: [0x00080064, 'CS'],
  PresentationIntentType: [0x00080068, 'CS'],
  Manufacturer: [0x00080070, 'LO'],
  InstitutionName: [0x00080080, 'LO'],
  ReferringPhysicianName: [0x00080090, 'PN'],
  CodeValue: [0x00080100, 'SH'],
  CodingSchemeDesignator: [0x00080102, 'SH'],
  CodingSchemeVersion: [0x00080103, 'SH'],
  CodeMeaning: [0x00080104, 'LO'],
  MappingResource: [0x00080105, 'CS'],
  ContextGroupVersion: [0x00080106, 'DT'],
  ContextIdentifier: [0x0008010f, 'CS'],
  ContextUID: [0x00080117, 'UI'],
  MappingResourceUID: [0x00080118, 'UI'],
  LongCodeValue: [0x00080119, 'UC'],
  URNCodeValue: [0x00080120, 'UR'],
  TimezoneOffsetFromUTC: [0x00080201, 'SH'],
  StationName: [0x00081010, 'SH'],
  StudyDescription: [0x00081030, 'LO'],
  SeriesDescription: [0x0008103e, 'LO'],
  InstitutionalDepartmentName: [0x00081040, 'LO'],
  ManufacturerModelName: [0x00081090, 'LO'],
  ReferencedSeriesSequence: [0x00081115, 'SQ'],
  ReferencedImageSequence: [0x00081140, 'SQ'],
  ReferencedSOPClassUID: [0x00081150, 'UI'],
  ReferencedSOPInstanceUID: [0x00081155, 'UI'],
  ReferencedFrameNumber: [0x00081160, 'IS'],
  ReferencedSOPSequence: [0x00081199, 'SQ'],
  ReferencedImageEvidenceSequence: [0x00089092, 'SQ'],
  PatientName: [0x00100010, 'PN'],
  PatientID: [0x00100020, 'LO'],
  IssuerOfPatientID: [0x00100021, 'LO'],
  TypeOfPatientID: [0x00100022, 'CS'],
  PatientBirthDate: [0x00100030, 'DA'],
  PatientBirthTime: [0x00100032, 'TM'],
  PatientSex: [0x00100040, 'CS'],
  PatientAge: [0x00101010, 'AS'],
  BodyPartExamined: [0x00180015, 'CS'],
  SliceThickness: [0x00180050, 'DS'],
  ProtocolName: [0x00181030, 'LO'],
  ViewPosition: [0x00185101, 'CS'],
  StudyInstanceUID: [0x0020000d, 'UI'],
  SeriesInstanceUID: [0x0020000e, 'UI'],
  StudyID: [0x00200010, 'SH'],
  SeriesNumber: [0x00200011, 'IS'],
  AcquisitionNumber: [0x00200012, 'IS'],
  InstanceNumber: [0x00200013, 'IS'],
  ImagePositionPatient: [0x00200032, 'DS'],
  ImageOrientationPatient: [0x00200037, 'DS'],
  FrameOfReferenceUID: [0x00200052, 'UI'],
  Laterality: [0x00200060, 'CS'],
  ImageLaterality: [0x00200062, 'CS'],
  SliceLocation: [0x00201041, 'DS'],
  SamplesPerPixel: [0x00280002, 'US'],
  PhotometricInterpretation: [0x00280004, 'CS'],
  PlanarConfiguration: [0x00280006, 'US'],
  NumberOfFrames: [0x00280008, 'IS'],
  Rows: [0x00280010, 'US'],
  Columns: [0x00280011, 'US'],
  PixelSpacing: [0x00280030, 'DS'],
  BitsAllocated: [0x00280100, 'US'],
  BitsStored: [0x00280101, 'US'],
  HighBit: [0x00280102, 'US'],
  PixelRepresentation: [0x00280103, 'US'],
  BurnedInAnnotation: [0x00280301, 'CS'],
  WindowCenter: [0x00281050, 'DS'],
  WindowWidth: [0x00281051, 'DS'],
  LossyImageCompression: [0x00282110, 'CS'],
  PixelDataProviderURL: [0x00287fe0, 'UR'],
  DataPointRows: [0x00289001, 'UL'],
  DataPointColumns: [0x00289002, 'UL'],
  MeasurementUnitsCodeSequence: [0x004008ea, 'SQ'],
  RelationshipType: [0x0040a010, 'CS'],
  VerificationDateTime: [0x0040a030, 'DT'],
  ValueType: [0x0040a040, 'CS'],
  ConceptNameCodeSequence: [0x0040a043, 'SQ'],
  VerifyingObserverSequence: [0x0040a073, 'SQ'],
  DateTime: [0x0040a120, 'DT'],
  Date: [0x0040a121, 'DA'],
  Time: [0x0040a122, 'TM'],
  PersonName: [0x0040a123, 'PN'],
  UID: [0x0040a124, 'UI'],
  TextValue: [0x0040a160, 'UT'],
  ConceptCodeSequence: [0x0040a168, 'SQ'],
  MeasuredValueSequence: [0x0040a300, 'SQ'],
  NumericValue: [0x0040a30a, 'DS'],
  CompletionFlag: [0x0040a491, 'CS'],
  VerificationFlag: [0x0040a493, 'CS'],
  ContentSequence: [0x0040a730, 'SQ'],
  HL7InstanceIdentifier: [0x0040e001, 'ST'],
  HL7DocumentEffectiveTime: [0x0040e004, 'DT'],
  HL7DocumentTypeCodeSequence: [0x0040e006, 'SQ'],
  DocumentTitle: [0x00420010, 'ST'],
  MIMETypeOfEncapsulatedDocument: [0x00420012, 'LO'],
  ReferencedSegmentNumber: [0x0062000b, 'US'],
  ContentLabel: [0x00700080, 'CS'],
  ContentDescription: [0x00700081, 'LO'],
  PresentationCreationDate: [0x00700082, 'DA'],
  PresentationCreationTime: [0x00700083, 'TM'],
  ContentCreatorName: [0x00700084, 'PN'],
  ContentCreatorIdentificationCodeSequence: [0x00700086, 'SQ'],
  AlternateContentDescriptionSequence: [0x00700087, 'SQ'],
  BlendingSequence: [0x00700402, 'SQ'],
  BlendingPosition: [0x00700405, 'CS'],
  IconImageSequence: [0x00880200, 'SQ'],
  DoseComment: [0x30040006, 'LO'],
  DoseSummationType: [0x3004000a, 'CS'],
  StructureSetLabel: [0x30060002, 'SH'],
  StructureSetDate: [0x30060008, 'DA'],
  StructureSetTime: [0x30060009, 'TM'],
  TreatmentDate: [0x30080250, 'DA'],
  TreatmentTime: [0x30080251, 'TM'],
  RTPlanLabel: [0x300a0002, 'SH'],
  RTPlanDate: [0x300a0006, 'DA'],
  RTPlanTime: [0x300a0007, 'TM'],
  UserContentLabel: [0x30100033, 'SH'],
  UserContentLongLabel: [0x30100034, 'LO'],
  FloatPixelData: [0x7fe00008, 'OF'],
  DoubleFloatPixelData: [0x7fe00009, 'OD'],
  PixelData: [0x7fe00010, 'OW'],
  DataSetTrailingPadding: [0xfffcfffc, 'OB'],
} as const satisfies Record<string, readonly [Tag, VR]>

export type Keyword = keyof typeof DICTIONARY

const ENTRIES = Object.entries(DICTIONARY) as readonly (readonly [Keyword, readonly [Tag, VR]])[]

/** Tags by the keywords of PS3.6: `TAG.PatientID` is 0x00100020. */
export const TAG = Object.fromEntries(ENTRIES.map(([keyword, [tag]]) => [keyword, tag])) as {
  readonly [K in Keyword]: (typeof DICTIONARY)[K][0]
}

const VR_BY_TAG: ReadonlyMap<Tag, VR> = new Map(ENTRIES.map(([, entry]) => entry))
const KEYWORD_BY_TAG: ReadonlyMap<Tag, Keyword> = new Map(ENTRIES.map(([keyword, [tag]]) => [tag, keyword]))

/** The VR that PS3.6 gives an element, needed where the encoding does not tell it; undefined for any other tag. */
export function dictionaryVr(tag: Tag): VR | undefined {
  return VR_BY_TAG.get(tag)
}

export function keywordOf(tag: Tag): Keyword | undefined {
  return KEYWORD_BY_TAG.get(tag)
}

/** "(0010,0020)", as the standard writes a tag. */
export function tagText(tag: Tag): string {
  const digits = tag.toString(16).toUpperCase().padStart(8, '0')
  return `(${digits.slice(0, 4)},${digits.slice(4)})`
}
