/** The value of a key as the file has it, cleaned of what no directory may hold; undefined: the file has none. */
import type { DataElement, DataSet, Tag, VR } from '../data-set.ts'
import { hasLongHeader } from '../encoding/value-representation.ts'
import { dictionaryVr, TAG } from '../tags.ts'
import { type CharacterSet, characterSetOf } from '../text/character-set.ts'
import { decodeText } from '../text/text.ts'
import {
  isLineControl,
  isText,
  LONGEST_SHORT_VALUE,
  latin1,
  printable,
  type RecordElement,
  utf8Element,
} from './record-text.ts'

const BINARY_VRS: ReadonlySet<VR> = new Set(
  'AT FD FL OB OD OF OL OV OW SL SS SV UL UN US UV'.split(' ') as readonly VR[],
)
/** VRs whose values run over lines. */
const PARAGRAPH_VRS: ReadonlySet<VR> = new Set<VR>(['ST', 'LT', 'UT'])
const ESCAPE = 0x1b
const SPACE = 0x20
const LAST_ASCII = 0x7e
const ROOT_MODIFIER = 'HAS CONCEPT MOD'

/** VRs of directory keys are the dictionary's: a file may say UN. */
export function keyVr(tag: Tag): VR {
  return dictionaryVr(tag) ?? 'UN'
}

export function valueInFile(
  dataSet: DataSet,
  tag: Tag,
  characterSet: CharacterSet,
): RecordElement | undefined {
  if (tag === TAG.VerificationDateTime) return verificationDateTime(dataSet)
  const element = dataSet.get(tag)
  if (element === undefined) return undefined
  if (tag !== TAG.ContentSequence) return recordElement(element, characterSet)
  return contentOfRoot(element, characterSet)
}

/**
 * F.5.25, F.5.26: all, and only, the content items that modify the document's title, without what lies below them.
 */
function contentOfRoot(element: DataElement, characterSet: CharacterSet): RecordElement | undefined {
  const modifiers = element.items
    .filter((item) => latin1(item.get(TAG.RelationshipType)?.value ?? NOTHING).trim() === ROOT_MODIFIER)
    .map((item) => new Map([...item].filter(([tag]) => tag !== TAG.ContentSequence)))
  return recordElement({ ...element, items: modifiers }, characterSet)
}

/** F.5.25: the most recent of those that the verifying observers gave. */
function verificationDateTime(dataSet: DataSet): RecordElement | undefined {
  const observers = dataSet.get(TAG.VerifyingObserverSequence)?.items ?? []
  const times = observers.flatMap((observer) => {
    const element = observer.get(TAG.VerificationDateTime)
    const copied = element === undefined ? undefined : recordElement(element, characterSetOf(observer))
    return copied === undefined ? [] : [copied]
  })
  return times.sort((one, other) => (latin1(one.value) < latin1(other.value) ? 1 : -1))[0]
}

const NOTHING = new Uint8Array()

function recordElement(element: DataElement, characterSet: CharacterSet): RecordElement | undefined {
  const { tag } = element
  const vr = keyVr(tag)
  if (vr === 'SQ') {
    const items = element.items
      .map((item) => recordItem(item, characterSet))
      .filter((item) => item.length > 0)
    return items.length === 0 ? undefined : { tag, vr, value: NOTHING, items, characterSet }
  }
  if (BINARY_VRS.has(vr)) {
    return element.value.length === 0 ? undefined : { tag, vr, value: element.value, items: [], characterSet }
  }
  const value = withoutPadding(isText(vr) ? withoutControls(element.value, vr) : element.value)
  if (value.length === 0) return undefined
  if (isText(vr)) {
    const fits = value.length <= LONGEST_SHORT_VALUE || hasLongHeader(vr)
    if (fits) return { tag, vr, value, items: [], characterSet }
    return utf8Element(tag, vr, decodeText(value, vr, characterSet))
  }
  // Of codes, dates, numbers and UIDs nothing but ASCII may pass; what else stands there has no meaning.
  const isWritable = value.every((byte) => byte >= SPACE && byte <= LAST_ASCII)
  if (!isWritable || value.length > LONGEST_SHORT_VALUE) return undefined
  return { tag, vr, value, items: [], characterSet }
}

/** An item of a copied sequence: the standard elements that this package knows, in ascending order. */
function recordItem(item: DataSet, outer: CharacterSet): readonly RecordElement[] {
  const characterSet = characterSetOf(item, outer)
  return [...item.values()]
    .filter(({ tag }) => tag !== TAG.SpecificCharacterSet && dictionaryVr(tag) !== undefined)
    .sort((one, other) => one.tag - other.tag)
    .flatMap((element) => recordElement(element, characterSet) ?? [])
}

/** Line breaks become spaces where there are no lines; other controls go, but the escapes of ISO 2022 stay. */
function withoutControls(value: Uint8Array, vr: VR): Uint8Array {
  if (value.every((byte) => byte >= SPACE)) return value
  const keepsLines = PARAGRAPH_VRS.has(vr)
  return Uint8Array.from(
    [...value].flatMap((byte) => {
      if (byte >= SPACE || byte === ESCAPE) return [byte]
      if (!isLineControl(byte)) return []
      return keepsLines ? [byte] : [SPACE]
    }),
  )
}

function withoutPadding(value: Uint8Array): Uint8Array {
  let end = value.length
  while (end > 0 && (value[end - 1] === SPACE || value[end - 1] === 0)) end--
  let start = 0
  while (start < end && (value[start] === SPACE || value[start] === 0)) start++
  return value.subarray(start, end)
}

/** The text of a key as a record would hold it, without what is not printable; empty: the file has none. */
export function keyText(dataSet: DataSet, tag: Tag): string {
  const element = valueInFile(dataSet, tag, characterSetOf(dataSet))
  if (element === undefined) return ''
  return printable(decodeText(element.value, element.vr, element.characterSet))
}
