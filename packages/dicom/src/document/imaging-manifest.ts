/**
 * What a study consists of and where its instances are retrieved, as an object: Key Object Selection Document
 * (PS3.3 §A.35.4) by TID 2010 with the description of TID 1600, as IHE RAD MADO asks for. In Explicit VR Little
 * Endian, text in UTF-8; made piece by piece, so that a hundred thousand instances take no memory here.
 */
import { newFileHead } from '../file/file-head.ts'
import { TAG } from '../tags.ts'
import { CONTINUITY_OF_CONTENT, coded } from './content-items.ts'
import {
  MANIFEST_WITH_DESCRIPTION,
  type ManifestSeries,
  manifestContent,
  reference,
} from './manifest-content.ts'
import {
  concat,
  EXPLICIT_LITTLE_ENDIAN,
  element,
  ifTold,
  type Pieces,
  sequence,
  UTF_8,
} from './written-element.ts'

export const KEY_OBJECT_SELECTION = '1.2.840.10008.5.1.4.1.1.88.59'

/** Texts as in the study's files, in the form that PS3.5 §6.2 gives values; '' for what they do not tell. */
export interface ManifestDescription {
  readonly sopInstanceUid: string
  /** Of the series that the manifest itself stands in. */
  readonly seriesInstanceUid: string
  /** Date (YYYYMMDD) and time (HHMMSS) of the manifest, in the time zone of the study. */
  readonly date: string
  readonly time: string
  readonly timezoneOffset: string
  readonly manufacturer: string
  readonly institutionName: string
  readonly patient: {
    readonly id: string
    readonly issuer: string
    /** An URI that says whose number the Patient ID is; '': it is not known. */
    readonly issuerUri: string
    readonly name: string
    readonly birthDate: string
    readonly sex: string
  }
  readonly study: {
    readonly studyInstanceUid: string
    readonly date: string
    readonly time: string
    readonly id: string
    readonly accessionNumber: string
    readonly referringPhysician: string
    readonly description: string
  }
  /** UID of the place where the instances are (PS3.3 table C.17-3b). */
  readonly retrieveLocationUid: string
  readonly series: readonly ManifestSeries[]
}

/** Of group and element that nothing else here speaks of. */
const OWN = {
  RetrieveURL: 0x00081190,
  ReferencedStudySequence: 0x00081110,
  ReferencedPerformedProcedureStepSequence: 0x00081111,
  RequestedProcedureDescription: 0x00321060,
  RequestedProcedureCodeSequence: 0x00321064,
  UniversalEntityID: 0x00400032,
  UniversalEntityIDType: 0x00400033,
  RequestedProcedureID: 0x00401001,
  PlacerOrderNumber: 0x00402016,
  FillerOrderNumber: 0x00402017,
  ReferencedRequestSequence: 0x0040a370,
  EvidenceSequence: 0x0040a375,
  ContentTemplateSequence: 0x0040a504,
  TemplateIdentifier: 0x0040db00,
  RetrieveLocationUID: 0x0040e011,
} as const

const CHUNK_BYTES = 64 * 1024

/**
 * The whole file, File Meta Information included, in chunks of about 64 KiB. Equal descriptions give equal bytes.
 * The texts must not be longer than their VRs allow (PS3.5 §6.2).
 */
export function* imagingManifest(description: ManifestDescription): Pieces {
  let pieces: Uint8Array[] = []
  let bytes = 0
  for (const piece of manifestPieces(description)) {
    pieces.push(piece)
    bytes += piece.length
    if (bytes < CHUNK_BYTES) continue
    yield concat(pieces)
    pieces = []
    bytes = 0
  }
  yield concat(pieces)
}

function* manifestPieces(description: ManifestDescription): Pieces {
  const { sopInstanceUid, patient, study } = description
  yield newFileHead({
    sopClassUid: KEY_OBJECT_SELECTION,
    sopInstanceUid,
    transferSyntaxUid: EXPLICIT_LITTLE_ENDIAN,
  })
  yield element(TAG.SpecificCharacterSet, 'CS', UTF_8)
  yield element(TAG.InstanceCreationDate, 'DA', description.date)
  yield element(TAG.InstanceCreationTime, 'TM', description.time)
  yield element(TAG.SOPClassUID, 'UI', KEY_OBJECT_SELECTION)
  yield element(TAG.SOPInstanceUID, 'UI', sopInstanceUid)
  yield element(TAG.StudyDate, 'DA', study.date)
  yield element(TAG.ContentDate, 'DA', description.date)
  yield element(TAG.StudyTime, 'TM', study.time)
  yield element(TAG.ContentTime, 'TM', description.time)
  yield element(TAG.AccessionNumber, 'SH', study.accessionNumber)
  yield element(TAG.Modality, 'CS', 'KO')
  yield element(TAG.Manufacturer, 'LO', description.manufacturer)
  yield element(TAG.InstitutionName, 'LO', limited(description.institutionName))
  yield element(TAG.ReferringPhysicianName, 'PN', study.referringPhysician)
  yield* ifTold(TAG.TimezoneOffsetFromUTC, 'SH', description.timezoneOffset)
  yield* ifTold(TAG.StudyDescription, 'LO', study.description)
  yield* sequence(OWN.ReferencedPerformedProcedureStepSequence, [])
  yield element(TAG.PatientName, 'PN', patient.name)
  yield element(TAG.PatientID, 'LO', patient.id)
  yield* ifTold(TAG.IssuerOfPatientID, 'LO', patient.issuer)
  if (patient.issuerUri !== '') {
    yield* sequence(TAG.IssuerOfPatientIDQualifiersSequence, [issuerQualifiers(patient.issuerUri)])
  }
  yield element(TAG.PatientBirthDate, 'DA', patient.birthDate)
  yield element(TAG.PatientSex, 'CS', patient.sex)
  yield element(TAG.StudyInstanceUID, 'UI', study.studyInstanceUid)
  yield element(TAG.SeriesInstanceUID, 'UI', description.seriesInstanceUid)
  yield element(TAG.StudyID, 'SH', study.id)
  yield element(TAG.SeriesNumber, 'IS', '1')
  yield element(TAG.InstanceNumber, 'IS', '1')
  yield element(TAG.ValueType, 'CS', 'CONTAINER')
  yield* coded(TAG.ConceptNameCodeSequence, MANIFEST_WITH_DESCRIPTION)
  yield element(CONTINUITY_OF_CONTENT, 'CS', 'SEPARATE')
  yield* sequence(OWN.ReferencedRequestSequence, [request(study)])
  yield* sequence(OWN.EvidenceSequence, [evidence(description)])
  yield* sequence(OWN.ContentTemplateSequence, [template('2010')])
  yield* sequence(TAG.ContentSequence, manifestContent(description.series))
}

function* issuerQualifiers(uri: string): Pieces {
  yield element(OWN.UniversalEntityID, 'UT', uri)
  yield element(OWN.UniversalEntityIDType, 'CS', 'URI')
}

/** PS3.3 table C.17.6-2: what was asked for, as far as the study's files tell it. */
function* request({ studyInstanceUid, accessionNumber }: ManifestDescription['study']): Pieces {
  yield element(TAG.AccessionNumber, 'SH', accessionNumber)
  yield* sequence(OWN.ReferencedStudySequence, [])
  yield element(TAG.StudyInstanceUID, 'UI', studyInstanceUid)
  yield element(OWN.RequestedProcedureDescription, 'LO', '')
  yield* sequence(OWN.RequestedProcedureCodeSequence, [])
  yield element(OWN.RequestedProcedureID, 'SH', '')
  yield element(OWN.PlacerOrderNumber, 'LO', '')
  yield element(OWN.FillerOrderNumber, 'LO', '')
}

/** PS3.3 table C.17-3: every instance, series by series, with the place where it is. */
function* evidence({ series, study, retrieveLocationUid }: ManifestDescription): Pieces {
  yield* sequence(
    TAG.ReferencedSeriesSequence,
    each(series, function* ({ retrieveUrl, instances, seriesInstanceUid }) {
      yield element(OWN.RetrieveURL, 'UR', retrieveUrl)
      yield* sequence(TAG.ReferencedSOPSequence, each(instances, reference))
      yield element(TAG.SeriesInstanceUID, 'UI', seriesInstanceUid)
      yield element(OWN.RetrieveLocationUID, 'UI', retrieveLocationUid)
    }),
  )
  yield element(TAG.StudyInstanceUID, 'UI', study.studyInstanceUid)
}

function* each<T>(all: readonly T[], pieces: (one: T) => Pieces): Generator<Pieces> {
  for (const one of all) yield pieces(one)
}

function* template(identifier: string): Pieces {
  yield element(TAG.MappingResource, 'CS', 'DCMR')
  yield element(OWN.TemplateIdentifier, 'CS', identifier)
}

/** LO (PS3.5 §6.2): a backslash would part it into two values. */
function limited(text: string): string {
  return [...text.replaceAll('\\', '/')].slice(0, 64).join('')
}
