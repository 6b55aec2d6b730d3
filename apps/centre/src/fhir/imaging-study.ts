/** Studies of a message as ImagingStudy, with their patient and the place of their images inside. */
import { patientIdentifierOf } from '@epacs/exchange'
import type { ImagingStudy, Patient } from '@medplum/fhirtypes'
import type { MessageSummary } from '../messages/index.ts'
import { describedAs, labelledExtension, type Telling, tellingOf } from './labelled-text.ts'
import { DCM, DICOM_UID, oid } from './resources.ts'

type Study = MessageSummary['studies'][number]

const GENDERS: Readonly<Record<string, Patient['gender']>> = { M: 'male', F: 'female', O: 'other' }
const COMPLETE_DATE = /^\d{4}-\d{2}-\d{2}$/

/** Addresses that stand in resources. */
export interface FhirPlaces {
  /** Of the entrance that is asked, without a path: where the images are read. */
  readonly origin: string
  /** Of the FHIR server at the portal, for what has one name at both entrances. */
  readonly base: string
}

/** One for each study. A study's id is the message's and its place in it: FHIR ids hold 64 characters. */
export function imagingStudiesOf(message: MessageSummary, places: FhirPlaces): readonly ImagingStudy[] {
  return message.studies.map((study, index) => imagingStudy(message, study, index + 1, places))
}

/** Undefined: no id that this server gives. */
export function placeOfStudy(id: string): { messageId: string; number: number } | undefined {
  const [, messageId, number] = /^([0-9a-f-]{36})-([1-9]\d{0,5})$/.exec(id) ?? []
  return messageId === undefined ? undefined : { messageId, number: Number(number) }
}

function imagingStudy(
  message: MessageSummary,
  study: Study,
  number: number,
  { origin, base }: FhirPlaces,
): ImagingStudy {
  const instances = study.series.reduce((total, series) => total + series.instances, 0)
  const { date, description, modalities, series } = study
  const telling = tellingOf(study, base)
  return {
    resourceType: 'ImagingStudy',
    id: `${message.id}-${number}`,
    contained: [
      patientOf(study, message, telling),
      {
        resourceType: 'Endpoint',
        id: 'images',
        status: 'active',
        connectionType: {
          system: 'http://terminology.hl7.org/CodeSystem/endpoint-connection-type',
          code: 'dicom-wado-rs',
          display: 'DICOM WADO-RS',
        },
        payloadType: [{ text: 'DICOM' }],
        payloadMimeType: ['application/dicom'],
        address: `${origin}/dicomweb/messages/${message.id}`,
      },
    ],
    identifier: [{ system: DICOM_UID, value: oid(study.studyInstanceUid) }],
    status: 'available',
    ...(modalities.length > 0 ? { modality: modalities.map((code) => ({ system: DCM, code })) } : {}),
    subject: { reference: '#patient' },
    ...(date !== null && COMPLETE_DATE.test(date) ? { started: date } : {}),
    endpoint: [{ reference: '#images' }],
    numberOfSeries: series.length,
    numberOfInstances: instances,
    ...describedAs(description, telling),
    series: series.map(({ seriesInstanceUid, modality, description: words, instances: count }) => ({
      uid: seriesInstanceUid,
      modality: { system: DCM, code: modality === '' ? 'OT' : modality },
      ...describedAs(words, telling),
      numberOfInstances: count,
    })),
  }
}

/** A Patient ID is a hospital's own, unless it is a national number; whose it is, is told by the sender. */
export function patientOf({ patient }: Study, { sender }: MessageSummary, telling: Telling): Patient {
  const { id, name, birthDate, sex } = patient
  const national = patientIdentifierOf(id)
  const value = id.trim()
  const own = { value, assigner: { display: sender.name } }
  return {
    resourceType: 'Patient',
    id: 'patient',
    ...(value === '' ? {} : { identifier: [national ?? own] }),
    ...(name === '' ? {} : { name: [humanName(name, telling)] }),
    gender: GENDERS[sex ?? ''] ?? 'unknown',
    ...(birthDate !== null && COMPLETE_DATE.test(birthDate) ? { birthDate } : {}),
  }
}

/** PS3.5 §6.2.1.1: family, given, middle, prefix, suffix of the first of the groups. */
function humanName(declared: string, telling: Telling) {
  const text = telling.read(declared)
  const extension = labelledExtension(declared, telling)
  const [group = ''] = text.split('=')
  const [family = '', given = '', middle = '', prefix = '', suffix = ''] = group
    .split('^')
    .map((part) => part.trim())
  const givenNames = [given, middle].filter((part) => part !== '')
  return {
    ...(extension === undefined ? {} : { extension: [...extension] }),
    text: [prefix, given, middle, family, suffix].filter((part) => part !== '').join(' ') || text,
    ...(family === '' ? {} : { family }),
    ...(givenNames.length === 0 ? {} : { given: givenNames }),
    ...(prefix === '' ? {} : { prefix: [prefix] }),
    ...(suffix === '' ? {} : { suffix: [suffix] }),
  }
}
