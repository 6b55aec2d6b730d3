/** What a search returns at each level (PS3.18 tables 10.6.3-3 to 10.6.3-5). */
import type { DicomJson, JsonElement, JsonValue } from '@epacs/dicom/json'
import type { Search } from './query.ts'

export type Level = 'study' | 'series' | 'instance'

const COMMON = ['00080005', '00080056', '00080201', '00081190']
const STUDY = [
  '00080020',
  '00080030',
  '00080050',
  '00080061',
  '00080090',
  '00081030',
  '00100010',
  '00100020',
  '00100021',
  '00100030',
  '00100040',
  '0020000D',
  '00200010',
  '00201206',
  '00201208',
]
const SERIES = [
  '00080021',
  '00080031',
  '00080060',
  '0008103E',
  '0020000D',
  '0020000E',
  '00200011',
  '00201209',
  '00400244',
  '00400245',
  '00400275',
]
const INSTANCE = [
  '00080016',
  '00080018',
  '0020000D',
  '0020000E',
  '00200013',
  '00280008',
  '00280010',
  '00280011',
  '00280100',
  '00083002',
]

/** Tags, by level. */
export const RETURNED: Readonly<Record<Level, ReadonlySet<string>>> = {
  study: new Set([...COMMON, ...STUDY]),
  series: new Set([...COMMON, ...SERIES]),
  instance: new Set([...COMMON, ...INSTANCE]),
}

/** `level`: of the search; attributes of the levels above come along where no address names them. */
export function returned(object: DicomJson, levels: readonly Level[], { keys, included }: Search): DicomJson {
  if (included === 'all') return object
  const isReturned = (tag: string) =>
    levels.some((level) => RETURNED[level].has(tag)) || included.includes(tag) || keys.has(tag)
  return Object.fromEntries(Object.entries(object).filter(([tag]) => isReturned(tag)))
}

/** In the order of their tags. */
export function withAttributes(object: DicomJson, more: Readonly<Record<string, JsonElement>>): DicomJson {
  const all = { ...object, ...more }
  return Object.fromEntries(Object.entries(all).sort(([one], [other]) => (one < other ? -1 : 1)))
}

export function element(vr: JsonElement['vr'], ...Value: readonly JsonValue[]): JsonElement {
  return { vr, Value }
}
