/** What a manifest says of a study: PS3.16 TID 2010 with TID 1600, 1601 and 1602. */
import { leafRecordType } from '../directory/record-types.ts'
import { TAG } from '../tags.ts'
import { type Code, codeItem, container, dcm, numberItem, unit, valueItem } from './content-items.ts'
import { concat, element, type Pieces, sequence } from './written-element.ts'

export interface ManifestInstance {
  readonly sopClassUid: string
  readonly sopInstanceUid: string
  readonly instanceNumber?: string | undefined
}

export interface ManifestSeries {
  readonly seriesInstanceUid: string
  readonly modality: string
  /** Of the modality, for people. */
  readonly modalityMeaning: string
  readonly description?: string | undefined
  readonly number?: string | undefined
  /** YYYYMMDD and HHMMSS, as the files have them. */
  readonly date?: string | undefined
  readonly time?: string | undefined
  /** Where WADO-RS gives the series (PS3.18 §10.4). */
  readonly retrieveUrl: string
  readonly instances: readonly ManifestInstance[]
}

export const MANIFEST_WITH_DESCRIPTION = dcm('131560', 'Manifest with Description')
const IMAGE_LIBRARY = dcm('111028', 'Image Library')
const IMAGE_LIBRARY_GROUP = dcm('126200', 'Image Library Group')
const MODALITY = dcm('121139', 'Modality')
const NUMBER_OF_SERIES = dcm('131565', 'Number of Study Related Series')
const SERIES_UID = dcm('112002', 'Series Instance UID')
const SERIES_NUMBER = dcm('113607', 'Series Number')
const SERIES_DESCRIPTION = dcm('131563', 'Series Description')
const SERIES_DATE = dcm('131561', 'Series Date')
const SERIES_TIME = dcm('131562', 'Series Time')
const NUMBER_OF_INSTANCES = dcm('131564', 'Number of Series Related Instances')
const INSTANCE_NUMBER = dcm('113609', 'Instance Number')

/** PS3.16 TID 2010: the objects themselves (rows 8 to 10), which older readers know, and their description (row 11). */
export function* manifestContent(series: readonly ManifestSeries[]): Generator<Pieces> {
  const frames = new Map<string, Frame>()
  for (const { instances } of series) for (const each of instances) yield referenced(each, frames, false)
  yield container(IMAGE_LIBRARY, library(series))
}

/** PS3.16 TID 1600. */
function* library(series: readonly ManifestSeries[]): Generator<Pieces> {
  const modalities = new Map(series.map((each) => [each.modality, modalityOf(each)]))
  for (const modality of modalities.values()) yield codeItem(MODALITY, modality)
  yield numberItem(NUMBER_OF_SERIES, series.length, unit('series'))
  for (const each of series) yield container(IMAGE_LIBRARY_GROUP, group(each))
}

/** PS3.16 TID 1602, then TID 1601 for each instance. */
function* group(series: ManifestSeries): Generator<Pieces> {
  const { seriesInstanceUid, number = '', description = '', date = '', time = '', instances } = series
  yield codeItem(MODALITY, modalityOf(series))
  yield valueItem('UIDREF', SERIES_UID, TAG.UID, 'UI', seriesInstanceUid)
  if (number !== '') yield valueItem('TEXT', SERIES_NUMBER, TAG.TextValue, 'UT', number)
  if (description !== '') yield valueItem('TEXT', SERIES_DESCRIPTION, TAG.TextValue, 'UT', description)
  if (date !== '') yield valueItem('DATE', SERIES_DATE, TAG.Date, 'DA', date)
  if (time !== '') yield valueItem('TIME', SERIES_TIME, TAG.Time, 'TM', time)
  yield numberItem(NUMBER_OF_INSTANCES, instances.length, unit('instances'))
  const frames = new Map<string, Frame>()
  for (const each of instances) yield referenced(each, frames, true)
}

function modalityOf({ modality, modalityMeaning }: ManifestSeries): Code {
  return dcm(modality, modalityMeaning)
}

const NO_ELEMENTS = new Map()

/** What stands around the one value that differs: there may be a hundred thousand of them. */
interface Frame {
  readonly before: Uint8Array
  readonly after: Uint8Array
}

const NUMBER_FRAME = numberFrame()

function referenceFrame(sopClassUid: string): Frame {
  const type = leafRecordType(sopClassUid, NO_ELEMENTS)
  const valueType = type === 'IMAGE' || type === 'WAVEFORM' ? type : 'COMPOSITE'
  const around = [...sequence(TAG.ReferencedSOPSequence, [nothing()])]
  return {
    before: concat([...around.slice(0, 2), element(TAG.ReferencedSOPClassUID, 'UI', sopClassUid)]),
    after: concat([
      ...around.slice(2),
      element(TAG.RelationshipType, 'CS', 'CONTAINS'),
      element(TAG.ValueType, 'CS', valueType),
    ]),
  }
}

function numberFrame(): Frame {
  const item = valueItem('TEXT', INSTANCE_NUMBER, TAG.TextValue, 'UT', '')
  const around = [...sequence(TAG.ContentSequence, [item])]
  // The value, and behind it the ends of the item and the sequence.
  return { before: concat(around.slice(0, -3)), after: concat(around.slice(-2)) }
}

function* nothing(): Pieces {}

function* referenced(instance: ManifestInstance, frames: Map<string, Frame>, isDescribed: boolean): Pieces {
  const { sopClassUid, sopInstanceUid, instanceNumber = '' } = instance
  const frame = frames.get(sopClassUid) ?? referenceFrame(sopClassUid)
  frames.set(sopClassUid, frame)
  const uid = element(TAG.ReferencedSOPInstanceUID, 'UI', sopInstanceUid)
  if (!isDescribed || instanceNumber === '') {
    yield concat([frame.before, uid, frame.after])
    return
  }
  const number = element(TAG.TextValue, 'UT', instanceNumber)
  yield concat([frame.before, uid, frame.after, NUMBER_FRAME.before, number, NUMBER_FRAME.after])
}

export function* reference({ sopClassUid, sopInstanceUid }: ManifestInstance): Pieces {
  yield concat([
    element(TAG.ReferencedSOPClassUID, 'UI', sopClassUid),
    element(TAG.ReferencedSOPInstanceUID, 'UI', sopInstanceUid),
  ])
}
