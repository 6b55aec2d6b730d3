/** Building a directory record from the data set of an instance; making up what the directory must have. */
import type { DataSet, Tag } from '../data-set.ts'
import { TAG } from '../tags.ts'
import { characterSetOf, DEFAULT_CHARACTER_SET } from '../text/character-set.ts'
import { type CodedConcept, RECORD_KEYS, type RecordKey } from './record-keys.ts'
import { latin1, type RecordElement, unifyText } from './record-text.ts'
import type { RecordType } from './record-types.ts'
import { keyVr, valueInFile } from './record-values.ts'

export interface DirectoryRecord {
  readonly type: RecordType
  /** Specific Character Set of the whole; empty: none is needed. */
  readonly terms: readonly string[]
  /** The keys in ascending order, all text under that character set. */
  readonly elements: readonly RecordElement[]
  /** Keys that the file had no value for, and among them those that were made up. */
  readonly gaps: KeySet
  readonly inventedKeys: KeySet
}

/** Keys of one record type as bits: bit n is the n-th of `RECORD_KEYS`. */
export type KeySet = number

/** What a made-up value is made of. */
export interface MadeUpFrom {
  /** Place among the siblings, from 1: becomes Study ID, Series Number, Instance Number. */
  readonly ordinal: number
  /** What tells the record from all others of its type: an invented Patient ID, or the entity's UID. */
  readonly identity: string
}

export function buildRecord(type: RecordType, dataSet: DataSet, madeUpFrom: MadeUpFrom): DirectoryRecord {
  const elements: RecordElement[] = []
  let gaps = 0
  let inventedKeys = 0
  const characterSet = characterSetOf(dataSet)
  for (const [index, key] of RECORD_KEYS[type].entries()) {
    const inFile = valueInFile(dataSet, key.tag, characterSet)
    if (inFile === undefined) gaps |= 1 << index
    const element = inFile ?? madeUpElement(key, dataSet, madeUpFrom)
    if (element !== undefined) {
      if (inFile === undefined) inventedKeys |= 1 << index
      elements.push(element)
    } else if (key.type === 2) {
      elements.push({
        tag: key.tag,
        vr: keyVr(key.tag),
        value: NOTHING,
        items: [],
        characterSet: DEFAULT_CHARACTER_SET,
      })
    }
  }
  return { type, ...unifyText(elements), gaps, inventedKeys }
}

/** Which keys of the record type have no value in this file. */
export function gapsOf(type: RecordType, dataSet: DataSet): KeySet {
  const characterSet = characterSetOf(dataSet)
  return RECORD_KEYS[type].reduce(
    (gaps, { tag }, index) =>
      valueInFile(dataSet, tag, characterSet) === undefined ? gaps | (1 << index) : gaps,
    0,
  )
}

export function keyNames(type: RecordType, keys: KeySet): readonly string[] {
  return RECORD_KEYS[type].filter((_, index) => (keys & (1 << index)) !== 0).map(({ name }) => name)
}

/** The record as it stands, with the gaps filled that a later instance of the same patient, study or series can. */
export function completeRecord(written: WrittenRecord, later: DirectoryRecord): DirectoryRecord {
  const characterSet = characterSetOf(written.dataSet)
  const elements = RECORD_KEYS[written.type].flatMap(({ tag }, index) => {
    const isGap = (written.gaps & (1 << index)) !== 0
    const isFilled = isGap && (later.gaps & (1 << index)) === 0
    if (isFilled) return later.elements.find((element) => element.tag === tag) ?? []
    const element = written.dataSet.get(tag)
    if (element === undefined) return []
    return { tag, vr: keyVr(tag), value: element.value, items: [], characterSet }
  })
  return {
    type: written.type,
    ...unifyText(elements),
    gaps: written.gaps & later.gaps,
    inventedKeys: written.inventedKeys & later.gaps,
  }
}

/** A record read back (see decodeRecord). */
export interface WrittenRecord {
  readonly type: RecordType
  readonly dataSet: DataSet
  readonly gaps: KeySet
  readonly inventedKeys: KeySet
}

const NOTHING = new Uint8Array()

function madeUpElement(key: RecordKey, dataSet: DataSet, from: MadeUpFrom): RecordElement | undefined {
  const { tag, makeUp } = key
  if (makeUp === undefined) return undefined
  if ('code' in makeUp) {
    return {
      tag,
      vr: 'SQ',
      value: NOTHING,
      items: [codeItem(makeUp.code)],
      characterSet: DEFAULT_CHARACTER_SET,
    }
  }
  const value = 'value' in makeUp ? makeUp.value : madeUpValue(makeUp.from, tag, dataSet, from)
  return value === undefined ? undefined : plainElement(tag, value)
}

function madeUpValue(
  source: 'dates' | 'times' | 'ordinal' | 'identity' | 'verification',
  tag: Tag,
  dataSet: DataSet,
  from: MadeUpFrom,
): string | undefined {
  switch (source) {
    case 'ordinal':
      return String(from.ordinal)
    case 'identity':
      return from.identity
    case 'dates':
      return nearestMoment(dataSet).date
    case 'times':
      return timeFor(tag, dataSet)
    case 'verification': {
      if (asciiIn(dataSet, TAG.VerificationFlag) !== 'VERIFIED') return undefined
      const { date, time } = nearestMoment(dataSet)
      return date + time
    }
  }
}

/** Dates with their times, in the order in which they are asked when another is missing. */
const MOMENTS = [
  [TAG.StudyDate, TAG.StudyTime],
  [TAG.SeriesDate, TAG.SeriesTime],
  [TAG.AcquisitionDate, TAG.AcquisitionTime],
  [TAG.ContentDate, TAG.ContentTime],
  [TAG.InstanceCreationDate, TAG.InstanceCreationTime],
] as const
/** What stands for "not known", as in directories that DCMTK makes. */
const UNKNOWN_DATE = '19000101'
const UNKNOWN_TIME = '000000'
const DATE = /^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/
const TIME = /^([01]\d|2[0-3])[0-5]\d([0-5]\d(\.\d{1,6})?)?$/

function nearestMoment(dataSet: DataSet): { readonly date: string; readonly time: string } {
  for (const [dateTag, timeTag] of MOMENTS) {
    const date = asciiIn(dataSet, dateTag)
    const time = asciiIn(dataSet, timeTag)
    if (DATE.test(date)) return { date, time: TIME.test(time) ? time : UNKNOWN_TIME }
  }
  return { date: UNKNOWN_DATE, time: UNKNOWN_TIME }
}

const DATE_BESIDE: ReadonlyMap<Tag, Tag> = new Map([
  [TAG.StudyTime, TAG.StudyDate],
  [TAG.ContentTime, TAG.ContentDate],
  [TAG.PresentationCreationTime, TAG.PresentationCreationDate],
])

/** A time of the day that the date beside it names; midnight when there is none. */
function timeFor(tag: Tag, dataSet: DataSet): string {
  const beside = DATE_BESIDE.get(tag)
  const date = (beside === undefined ? '' : asciiIn(dataSet, beside)) || nearestMoment(dataSet).date
  for (const [dateTag, timeTag] of MOMENTS) {
    const time = asciiIn(dataSet, timeTag)
    if (asciiIn(dataSet, dateTag) === date && TIME.test(time)) return time
  }
  return UNKNOWN_TIME
}

/** Empty when the file has no value. */
function asciiIn(dataSet: DataSet, tag: Tag): string {
  return latin1(valueInFile(dataSet, tag, DEFAULT_CHARACTER_SET)?.value ?? NOTHING)
}

function codeItem({ value, scheme, meaning }: CodedConcept): readonly RecordElement[] {
  return [
    plainElement(TAG.CodeValue, value),
    plainElement(TAG.CodingSchemeDesignator, scheme),
    plainElement(TAG.CodeMeaning, meaning),
  ]
}

function plainElement(tag: Tag, text: string): RecordElement {
  const vr = keyVr(tag)
  return { tag, vr, value: plainValue(vr, text), items: [], characterSet: DEFAULT_CHARACTER_SET }
}

function plainValue(vr: string, text: string): Uint8Array {
  if (vr !== 'US' && vr !== 'UL') return new TextEncoder().encode(text)
  const bytes = new DataView(new ArrayBuffer(vr === 'US' ? 2 : 4))
  if (vr === 'US') bytes.setUint16(0, Number(text), true)
  else bytes.setUint32(0, Number(text), true)
  return new Uint8Array(bytes.buffer)
}
