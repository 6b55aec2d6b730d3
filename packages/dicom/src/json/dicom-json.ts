/** The DICOM JSON Model (PS3.18 annex F) of an object's elements. */
import type { DataSet, Tag, VR } from '../data-set.ts'
import type { ObjectElement, ObjectElements } from '../object/index.ts'
import { TAG } from '../tags.ts'
import { byteText } from '../text/byte-text.ts'
import { type CharacterSet, characterSetOf } from '../text/character-set.ts'
import { decodeText } from '../text/text.ts'
import { numbersOf } from './json-numbers.ts'

export interface JsonPersonName {
  readonly Alphabetic?: string
  readonly Ideographic?: string
  readonly Phonetic?: string
}

export type JsonValue = string | number | null | JsonPersonName | DicomJson

export interface JsonElement {
  readonly vr: VR
  readonly Value?: readonly JsonValue[]
  /** Base64. */
  readonly InlineBinary?: string
  readonly BulkDataURI?: string
}

/** By tag in eight upper-case hexadecimal digits. */
export type DicomJson = Readonly<Record<string, JsonElement>>

export interface DicomJsonOptions {
  /** Longer binary values are told by reference. In bytes, default 4 KiB. */
  readonly maxInlineBytes?: number
  /** Where the value at `path` can be had: "00540016/0/00081140". */
  readonly bulkDataUri: (path: string) => string
}

const MAX_INLINE_BYTES = 4096
const UTF_8 = 'ISO_IR 192'
const META_GROUP = 0x0002

export function jsonTag(tag: Tag): string {
  return tag.toString(16).toUpperCase().padStart(8, '0')
}

/** Without group lengths and File Meta Information (PS3.18 §F.2). The text is Unicode, whatever it was before. */
export function dicomJson(elements: ObjectElements, options: DicomJsonOptions): DicomJson {
  return jsonOf(elements, { maxInlineBytes: MAX_INLINE_BYTES, ...options }, '', undefined)
}

function jsonOf(
  elements: ObjectElements,
  options: Required<DicomJsonOptions>,
  path: string,
  enclosing: CharacterSet | undefined,
): DicomJson {
  const characterSet = characterSetIn(elements, enclosing)
  const json: Record<string, JsonElement> = {}
  for (const element of [...elements.values()].sort((one, other) => one.tag - other.tag)) {
    const { tag } = element
    if ((tag & 0xffff) === 0 || Math.floor(tag / 0x10000) === META_GROUP) continue
    json[jsonTag(tag)] = elementJson(element, options, `${path}${jsonTag(tag)}`, characterSet)
  }
  return json
}

function elementJson(
  element: ObjectElement,
  options: Required<DicomJsonOptions>,
  path: string,
  characterSet: CharacterSet,
): JsonElement {
  const { tag, vr, value, items } = element
  if (vr === 'SQ') {
    if (items.length === 0) return { vr }
    const each = items.map((item, number) => jsonOf(item, options, `${path}/${number}/`, characterSet))
    return { vr, Value: each }
  }
  if (value === undefined) return { vr, BulkDataURI: options.bulkDataUri(path) }
  if (value.length === 0) return { vr }
  if (isBinary(vr)) {
    if (value.length > options.maxInlineBytes) return { vr, BulkDataURI: options.bulkDataUri(path) }
    return { vr, InlineBinary: base64(value) }
  }
  if (tag === TAG.SpecificCharacterSet) return { vr, Value: [UTF_8] }
  const values = vr === 'AT' ? tagsIn(value) : (numbersOf(vr, value) ?? textsIn(vr, value, characterSet))
  return values.every((each) => each === null) ? { vr } : { vr, Value: values }
}

function isBinary(vr: VR): boolean {
  return vr === 'UN' || vr.startsWith('O')
}

function textsIn(vr: VR, value: Uint8Array, characterSet: CharacterSet): JsonValue[] {
  const text = decodeText(value, vr, characterSet)
  const single = vr === 'LT' || vr === 'ST' || vr === 'UT' || vr === 'UR'
  // Control characters that JSON readers stumble over stay escaped by JSON itself.
  return (single ? [text] : text.split('\\')).map((each) => {
    if (each === '') return null
    return vr === 'PN' ? personName(each) : each
  })
}

/** PS3.18 §F.2.2: component groups by name, empty ones left out. */
function personName(text: string): JsonPersonName | null {
  // Components at the end that are empty need no delimiters (PS3.5 §6.2).
  const groups = text.split('=').map((group) => group.replace(/\^+$/, ''))
  const [alphabetic = '', ideographic = '', phonetic = ''] = groups
  const name = {
    ...(alphabetic === '' ? {} : { Alphabetic: alphabetic }),
    ...(ideographic === '' ? {} : { Ideographic: ideographic }),
    ...(phonetic === '' ? {} : { Phonetic: phonetic }),
  }
  return Object.keys(name).length === 0 ? null : name
}

function tagsIn(value: Uint8Array): string[] {
  const view = new DataView(value.buffer, value.byteOffset, value.byteLength)
  const tags: string[] = []
  for (let at = 0; at + 4 <= value.length; at += 4) {
    tags.push(jsonTag(view.getUint16(at, true) * 0x10000 + view.getUint16(at + 2, true)))
  }
  return tags
}

function base64(bytes: Uint8Array): string {
  return btoa(byteText(bytes))
}

function characterSetIn(elements: ObjectElements, enclosing: CharacterSet | undefined): CharacterSet {
  const value = elements.get(TAG.SpecificCharacterSet)?.value
  const dataSet: DataSet =
    value === undefined
      ? new Map()
      : new Map([
          [TAG.SpecificCharacterSet, { tag: TAG.SpecificCharacterSet, vr: 'CS' as const, value, items: [] }],
        ])
  return enclosing === undefined ? characterSetOf(dataSet) : characterSetOf(dataSet, enclosing)
}
