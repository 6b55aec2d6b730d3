/**
 * A study of a message as a FHIR document: the imaging manifest of IHE RAD MADO (0.1.0), with every instance and where
 * it is retrieved. The same study, under the same UID, is there as a DICOM object.
 */
import { createHash } from 'node:crypto'
import type { ManifestDescription, ManifestSeries } from '@epacs/dicom'
import type { Bundle, Composition, Device, Endpoint, ImagingStudy, Organization } from '@medplum/fhirtypes'
import { inXml } from '../http/index.ts'
import type { MessageSummary, StudySummary } from '../messages/index.ts'
import { patientOf } from './imaging-study.ts'
import { describedAs, type Telling, tellingOf } from './labelled-text.ts'
import { DCM, DICOM_UID, oid } from './resources.ts'

const MADO = 'https://profiles.ihe.net/RAD/MADO'
const IMAGING_STUDY = {
  coding: [{ system: 'http://loinc.org', code: '18748-4', display: 'Diagnostic imaging study' }],
}

export interface ManifestSource {
  readonly message: MessageSummary
  readonly study: StudySummary
  readonly description: ManifestDescription
  /** Of WADO-RS (PS3.18 §10.4) for this message. */
  readonly wadoAddress: string
  /** Of the FHIR server at the portal. */
  readonly base: string
}

/** In FHIR R4 (4.0.1). */
export function manifestBundle(source: ManifestSource): Bundle {
  const { message, study, description } = source
  const telling = tellingOf(study, source.base)
  const place = placesOf(description.sopInstanceUid)
  const identifier = { system: DICOM_UID, value: oid(description.sopInstanceUid) }
  const resources = [
    composition(source, place, identifier, telling),
    imagingStudy(source, place, telling),
    { ...patientOf(study, message, telling), id: idOf(place.patient) },
    endpoint(source, idOf(place.endpoint)),
    device(message, place),
    {
      resourceType: 'Organization',
      id: idOf(place.organization),
      name: message.sender.name,
    } satisfies Organization,
  ] as const
  return {
    resourceType: 'Bundle',
    meta: { profile: [`${MADO}/StructureDefinition/MadoFhirBundle`] },
    type: 'document',
    identifier,
    timestamp: message.createdAt,
    entry: resources.map((resource) => ({ fullUrl: `urn:uuid:${resource.id}`, resource })),
  }
}

type Places = Readonly<
  Record<'composition' | 'study' | 'patient' | 'endpoint' | 'device' | 'organization', string>
>
type ManifestIdentifier = { readonly system: string; readonly value: string }

/** Addresses within the document, made from its UID (RFC 9562 §5.8): it is the same each time. */
function placesOf(uid: string): Places {
  const place = (what: string) => {
    const hex = createHash('sha256').update(`${what} ${uid}`).digest('hex')
    const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`]
    return `urn:uuid:${[...parts, hex.slice(20, 32)].join('-')}`
  }
  return {
    composition: place('composition'),
    study: place('study'),
    patient: place('patient'),
    endpoint: place('endpoint'),
    device: place('device'),
    organization: place('organization'),
  }
}

function idOf(place: string): string {
  return place.slice('urn:uuid:'.length)
}

function composition(
  { message, study, description }: ManifestSource,
  place: Places,
  identifier: ManifestIdentifier,
  telling: Telling,
): Composition {
  const title = titleOf(study, telling)
  const instances = description.series.reduce((sum, series) => sum + series.instances.length, 0)
  const words = `${title}: ${study.modalities.join(', ')}, ${description.series.length} series, ${instances} instances`
  return {
    resourceType: 'Composition',
    id: idOf(place.composition),
    meta: { profile: [`${MADO}/StructureDefinition/MadoComposition`] },
    text: {
      status: 'generated',
      div: `<div xmlns="http://www.w3.org/1999/xhtml"><p>${inXml(words)}</p></div>`,
    },
    identifier,
    status: 'final',
    type: IMAGING_STUDY,
    subject: { reference: place.patient },
    date: message.createdAt,
    author: [{ reference: place.device }, { reference: place.organization }],
    title,
    event: [{ detail: [{ reference: place.study }] }],
  }
}

/** Where it is put right, what the file says stands beside the study's description. */
function titleOf({ description, modalities }: StudySummary, { read }: Telling): string {
  return read(description ?? '') || modalities.join(', ') || 'Imaging study'
}

function imagingStudy({ study, description }: ManifestSource, place: Places, telling: Telling): ImagingStudy {
  const { accessionNumber } = description.study
  const { series } = description
  return {
    resourceType: 'ImagingStudy',
    id: idOf(place.study),
    meta: { profile: [`${MADO}/StructureDefinition/MadoImagingStudy`] },
    identifier: [
      {
        type: { coding: [{ system: DCM, code: '110180', display: 'Study Instance UID' }] },
        system: DICOM_UID,
        value: oid(study.studyInstanceUid),
      },
    ],
    status: 'available',
    modality: [...new Set(series.map(({ modality }) => modality))].map((code) => ({ system: DCM, code })),
    subject: { reference: place.patient },
    ...(study.date === null || description.study.date === '' ? {} : { started: study.date }),
    ...(accessionNumber === '' ? {} : { basedOn: [order(accessionNumber)] }),
    numberOfSeries: series.length,
    numberOfInstances: series.reduce((sum, { instances }) => sum + instances.length, 0),
    procedureCode: [{ text: titleOf(study, telling) }],
    ...describedAs(study.description, telling),
    series: series.map((each) => seriesOf(each, place, telling)),
  }
}

function order(accessionNumber: string) {
  const type = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'ACSN' }] }
  return { type: 'ServiceRequest' as const, identifier: { type, value: accessionNumber } }
}

function seriesOf(
  series: ManifestSeries,
  place: Places,
  telling: Telling,
): NonNullable<ImagingStudy['series']>[number] {
  const {
    seriesInstanceUid,
    number = '',
    modality,
    modalityMeaning,
    description,
    date = '',
    instances,
  } = series
  return {
    uid: seriesInstanceUid,
    ...(isUnsigned(number) ? { number: Number(number) } : {}),
    modality: { system: DCM, code: modality, display: modalityMeaning },
    ...describedAs(description ?? null, telling),
    numberOfInstances: instances.length,
    endpoint: [{ reference: place.endpoint }],
    ...(date === '' ? {} : { started: `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}` }),
    instance: instances.map(({ sopClassUid, sopInstanceUid, instanceNumber = '' }) => ({
      uid: sopInstanceUid,
      sopClass: { system: 'urn:ietf:rfc:3986', code: oid(sopClassUid) },
      ...(isUnsigned(instanceNumber) ? { number: Number(instanceNumber) } : {}),
    })),
  }
}

/** What FHIR's unsignedInt holds; DICOM's IS may be less and more. */
function isUnsigned(text: string): boolean {
  return /^\+?\d{1,10}$/.test(text) && Number(text) <= 0x7fffffff
}

function endpoint({ description, wadoAddress }: ManifestSource, id: string): Endpoint {
  return {
    resourceType: 'Endpoint',
    id,
    meta: { profile: [`${MADO}/StructureDefinition/MadoWadoEndpoint`] },
    extension: [
      {
        url: `${MADO}/StructureDefinition/MadoRetrieveLocationUIDExtension`,
        valueString: description.retrieveLocationUid,
      },
    ],
    status: 'active',
    connectionType: {
      system: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type',
      code: 'dicom-wado-rs',
      display: 'DICOM WADO-RS',
    },
    payloadType: [{ text: 'DICOM WADO-RS' }],
    payloadMimeType: [
      'application/dicom',
      'application/octet-stream',
      'application/dicom+xml',
      'application/json',
    ],
    address: wadoAddress,
  }
}

function device({ sender }: MessageSummary, place: Places): Device {
  const type = { system: `${MADO}/CodeSystem/MadoDeviceType`, code: 'mado-creator', display: 'MADO Creator' }
  return {
    resourceType: 'Device',
    id: idOf(place.device),
    meta: { profile: [`${MADO}/StructureDefinition/MadoCreator`] },
    manufacturer: 'ePACS',
    deviceName: [{ name: 'ePACS', type: 'manufacturer-name' }],
    type: { coding: [type] },
    owner: { reference: place.organization, display: sender.name },
  }
}
