/** A study of a message as a manifest tells it (IHE RAD MADO): from its record, its contents, and who sent it. */
import { createHash } from 'node:crypto'
import {
  IMPLEMENTATION_VERSION_NAME,
  type ManifestDescription,
  type ManifestSeries,
  TAG,
  type Tag,
} from '@epacs/dicom'
import { patientIdentifierOf } from '@epacs/exchange'
import { uidOfDigest } from '@epacs/package'
import type { MessageSummary, StudySummary } from '../messages/index.ts'
import type { HeaderTexts } from './kept-headers.ts'
import { modalityMeaning } from './modality-meanings.ts'
import type { SeriesContents, StudyContents } from './study-contents.ts'

export interface ManifestOrigin {
  readonly message: Pick<MessageSummary, 'id' | 'sender' | 'createdAt'>
  /** SHA-256 of the package. */
  readonly sha256: string
  /** Address of the entrance at which programs retrieve images, without a path. */
  readonly origin: string
}

export function describeStudy(
  { message, sha256, origin }: ManifestOrigin,
  study: StudySummary,
  contents: StudyContents,
): ManifestDescription {
  const { patient, studyInstanceUid } = study
  const header = ofStudy(contents.series)
  const sentAt = new Date(message.createdAt)
  const timezoneOffset =
    matching(header, TAG.TimezoneOffsetFromUTC, TIMEZONE_OFFSET) || offsetOfNetwork(sentAt)
  const national = patientIdentifierOf(patient.id)
  const told: Told = {
    ...momentIn(timezoneOffset, sentAt),
    timezoneOffset,
    manufacturer: 'ePACS',
    institutionName: message.sender.name,
    patient: {
      id: within(patient.id, LO),
      issuer: within(valueIn(header, TAG.IssuerOfPatientID), LO),
      issuerUri: national?.system ?? '',
      name: within(patient.name, PN),
      birthDate: dateOf(patient.birthDate),
      sex: /^[MFO]$/.test(patient.sex ?? '') ? (patient.sex ?? '') : '',
    },
    study: {
      studyInstanceUid,
      date: dateOf(study.date),
      time: matching(header, TAG.StudyTime, TIME),
      id: within(valueIn(header, TAG.StudyID), SH),
      accessionNumber: within(valueIn(header, TAG.AccessionNumber), SH),
      referringPhysician: within(valueIn(header, TAG.ReferringPhysicianName), PN),
      description: within(study.description ?? '', LO),
    },
    retrieveLocationUid: retrieveLocationUid(origin),
    series: contents.series.map((each) => describeSeries(each, study, { message, origin })),
  }
  const uidFor = (what: string) =>
    uidOfDigest(digestOf([what, IMPLEMENTATION_VERSION_NAME, sha256, message.id, digestOfTold(told)]))
  return {
    sopInstanceUid: uidFor('imaging manifest 1'),
    seriesInstanceUid: uidFor('series of imaging manifest 1'),
    ...told,
  }
}

type Told = Omit<ManifestDescription, 'sopInstanceUid' | 'seriesInstanceUid'>

/** Of everything that the object holds, so that another object has another UID; its instances are those of the package. */
function digestOfTold(told: Told): string {
  const series = told.series.map(({ instances, ...each }) => ({ ...each, instances: instances.length }))
  return digestOf([JSON.stringify({ ...told, series })])
}

/** What one series does not tell of the study, another may: the first that says something. */
function ofStudy(series: readonly SeriesContents[]): HeaderTexts {
  const told = new Map<Tag, string>()
  for (const { header } of series) {
    for (const [tag, text] of header) {
      if ((told.get(tag) ?? '') === '') told.set(tag, text.trim())
    }
  }
  return told
}

/** Names the centre as the place where instances are: one UID for one address. */
export function retrieveLocationUid(origin: string): string {
  return uidOfDigest(digestOf(['retrieve location', origin]))
}

function describeSeries(
  { seriesInstanceUid, header, instances }: SeriesContents,
  { studyInstanceUid, series }: StudySummary,
  { message, origin }: Pick<ManifestOrigin, 'message' | 'origin'>,
): ManifestSeries {
  const known = series.find((each) => each.seriesInstanceUid === seriesInstanceUid)
  const modality = /^[A-Z0-9_ ]{1,16}$/.test(known?.modality ?? '') ? (known?.modality ?? '') : 'OT'
  return {
    seriesInstanceUid,
    modality,
    modalityMeaning: modalityMeaning(modality),
    description: within(known?.description ?? '', LO),
    number: matching(header, TAG.SeriesNumber, /^[+-]?\d{1,11}$/),
    date: dayOfCalendar(valueIn(header, TAG.SeriesDate)),
    time: matching(header, TAG.SeriesTime, TIME),
    retrieveUrl: `${origin}/dicomweb/messages/${message.id}/studies/${studyInstanceUid}/series/${seriesInstanceUid}`,
    instances: instances.map(({ instanceNumber = '', ...instance }) => ({
      ...instance,
      ...(/^[+-]?\d{1,11}$/.test(instanceNumber.trim()) ? { instanceNumber: instanceNumber.trim() } : {}),
    })),
  }
}

/** Characters of a value (PS3.5 §6.2); a person's name has three groups. */
const SH = 16
const LO = 64
const PN = 3 * 64 + 2
/** PS3.3 §C.12.1.1.8: from -1200 to +1400. */
const TIMEZONE_OFFSET = /^(?:\+(?:0\d|1[0-4])|-(?:0\d|1[0-2]))[0-5]\d$/
const TIME = /^\d{2}(\d{2}(\d{2}(\.\d{1,6})?)?)?$/

/** One value, whatever the files hold: nothing that would part it into two, nor steer a terminal. */
function within(text: string, most: number): string {
  const characters = [
    ...text
      .toWellFormed()
      .replaceAll('\\', '/')
      .replace(/\p{Cc}/gu, ' '),
  ]
  return characters.slice(0, most).join('').trim()
}

function valueIn(header: HeaderTexts, tag: Tag): string {
  return header.get(tag) ?? ''
}

function matching(header: HeaderTexts, tag: Tag, form: RegExp): string {
  const value = valueIn(header, tag).trim()
  return form.test(value) ? value : ''
}

/** YYYYMMDD, '' for what is no day of the calendar; ACR-NEMA wrote points between its parts (PS3.5 §6.2). */
function dayOfCalendar(text: string): string {
  const [, year, month, day] = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(text.trim()) ?? []
  const date = `${year}-${month}-${day}`
  const parsed = new Date(`${date}T00:00:00Z`)
  const isDay = !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date)
  return isDay ? dateOf(date) : ''
}

/** From YYYY-MM-DD. */
function dateOf(day: string | null): string {
  return day !== null && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day.replaceAll('-', '') : ''
}

/** Where the study's files tell no time zone, that of the network; it changes twice a year. */
function offsetOfNetwork(at: Date): string {
  const parts = NETWORK_TIME.formatToParts(at)
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  return name.replace('GMT', '').replace(':', '')
}

const NETWORK_TIME = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Prague', timeZoneName: 'longOffset' })

function momentIn(timezoneOffset: string, at: Date): { readonly date: string; readonly time: string } {
  const [, sign, hours = '', minutes = ''] = /^([+-])(\d{2})(\d{2})$/.exec(timezoneOffset) ?? []
  const shift = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000)
  const digits = new Date(at.getTime() + shift).toISOString().replaceAll(/\D/g, '')
  return { date: digits.slice(0, 8), time: digits.slice(8, 14) }
}

function digestOf(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex')
}
