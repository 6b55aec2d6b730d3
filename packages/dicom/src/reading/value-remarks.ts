/** What is odd about the values that were kept: characters, lengths, dates. Names attributes, never quotes values. */
import type { DataElement, DataSet, VR } from '../data-set.ts'
import { unitBytes } from '../encoding/value-representation.ts'
import { keywordOf, TAG, tagText } from '../tags.ts'
import { type CharacterSet, characterSetOf } from '../text/character-set.ts'
import { decode, isAffectedByCharacterSet, isMultiValued } from '../text/decode.ts'
import { withoutTrailingPadding } from '../text/padding.ts'
import { isDate, isTime } from './dates.ts'
import type { ReadingRemark, ReadingRemarkCode } from './instance-header.ts'

/** Characters of one value (PS3.5 §6.2); for PN of one component group. Where more of it would be cut on display. */
const MAX_CHARACTERS: ReadonlyMap<VR, number> = new Map<VR, number>([
  ['LO', 64],
  ['PN', 64],
])
/** Tab, line feed, form feed, carriage return: long text has lines and pages (PS3.5 §6.1.3). */
const LAYOUT_CONTROLS: ReadonlySet<string> = new Set(['\t', '\n', '\f', '\r'])

/** One remark for each code, about the first attribute that gave rise to it. */
export function valueRemarks(dataSet: DataSet): ReadingRemark[] {
  const found = new Map<ReadingRemarkCode, string>()
  const characterSet = characterSetOf(dataSet)
  if (characterSet.unknownTerms.length > 0) {
    found.set('character-set-unknown', 'Specific Character Set holds what DICOM does not define')
  }
  look(dataSet, characterSet, found)
  return [...found].map(([code, detail]) => ({ code, detail }))
}

function look(dataSet: DataSet, characterSet: CharacterSet, found: Map<ReadingRemarkCode, string>): void {
  for (const element of dataSet.values()) {
    for (const item of element.items) look(item, characterSetOf(item, characterSet), found)
    for (const code of doubtsAbout(element, characterSet)) {
      if (!found.has(code)) found.set(code, keywordOf(element.tag) ?? tagText(element.tag))
    }
  }
}

function doubtsAbout(element: DataElement, characterSet: CharacterSet): ReadingRemarkCode[] {
  const { tag, vr, value } = element
  if (value.length === 0 || vr === 'UI' || vr === 'UN' || unitBytes(vr) > 1) return NO_DOUBTS
  if (tag === TAG.SpecificCharacterSet) return NO_DOUBTS
  const isDateOrTime = vr === 'DA' || vr === 'TM'
  if (!isDateOrTime && isPlain(value) && value.length <= (MAX_CHARACTERS.get(vr) ?? value.length))
    return NO_DOUBTS
  const { text: padded, doubt } = decode(value, vr, characterSet)
  const text = withoutTrailingPadding(padded)
  const doubts: ReadingRemarkCode[] = []
  if (doubt !== undefined && isAffectedByCharacterSet(vr)) doubts.push(`character-set-${doubt}`)
  if (hasControls(text, vr)) doubts.push('control-characters')
  if (isTooLong(text, vr)) doubts.push('value-too-long')
  if (isDateOrTime && !text.split('\\').every(vr === 'DA' ? isDate : isTime)) doubts.push('invalid-date')
  return doubts
}

const NO_DOUBTS: ReadingRemarkCode[] = []

/** Printable ASCII throughout: most values are, and need no decoding. */
function isPlain(value: Uint8Array): boolean {
  for (let at = 0; at < value.length; at++) {
    const byte = value[at] ?? 0
    if (byte < 0x20 || byte > 0x7e) return false
  }
  return true
}

function hasControls(text: string, vr: VR): boolean {
  for (const character of text) {
    const isControl = character < ' ' || character === '\x7f'
    if (isControl && (isMultiValued(vr) || !LAYOUT_CONTROLS.has(character))) return true
  }
  return false
}

function isTooLong(text: string, vr: VR): boolean {
  const limit = MAX_CHARACTERS.get(vr)
  if (limit === undefined || text.length <= limit) return false
  const delimiters = vr === 'PN' ? /[\\=]/ : /\\/
  return text.split(delimiters).some((part) => [...part.trim()].length > limit)
}
