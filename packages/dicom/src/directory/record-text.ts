/**
 * The text of one directory record under one character set (PS3.3 F.5: Specific Character Set is a 1C key of every
 * record). Text whose own character set is in order is taken over byte by byte; everything else is decoded as well
 * as can be and written in UTF-8, so that whatever reads the record can rely on what it declares.
 */
import type { Tag, VR } from '../data-set.ts'
import { hasLongHeader } from '../encoding/value-representation.ts'
import { type CharacterSet, characterSet } from '../text/character-set.ts'
import { decode } from '../text/decode.ts'

/** One element of a record, with what its bytes mean. */
export interface RecordElement {
  readonly tag: Tag
  readonly vr: VR
  /** Without padding. */
  readonly value: Uint8Array
  readonly items: readonly (readonly RecordElement[])[]
  /** Of the value, when it is text. */
  readonly characterSet: CharacterSet
}

const UTF_8 = characterSet(['ISO_IR 192'])
const TEXT_VRS: ReadonlySet<VR> = new Set(['PN', 'LO', 'SH', 'ST', 'LT', 'UT', 'UC'])

export function isText(vr: VR): boolean {
  return TEXT_VRS.has(vr)
}

/** The longest value of a VR whose length field has 16 bits (PS3.5 §7.1.2). */
export const LONGEST_SHORT_VALUE = 0xfffe
/** Of text that is longer than a record can hold, this much is shown. */
const SHOWN_CHARACTERS = 1000

export function utf8Element(tag: Tag, vr: VR, text: string): RecordElement {
  const whole = new TextEncoder().encode(text)
  const fits = whole.length <= LONGEST_SHORT_VALUE || hasLongHeader(vr)
  const value = fits ? whole : new TextEncoder().encode(text.slice(0, SHOWN_CHARACTERS))
  return { tag, vr, value, items: [], characterSet: UTF_8 }
}

export interface UnifiedText {
  /** Specific Character Set of the record; empty: it needs none, all of its text is ASCII. */
  readonly terms: readonly string[]
  readonly elements: readonly RecordElement[]
}

/** Brings elements, which may come from files with different character sets, under one. */
export function unifyText(elements: readonly RecordElement[]): UnifiedText {
  const terms = commonTerms(elements)
  if (terms !== undefined) return { terms, elements }
  return { terms: UTF_8.terms, elements: elements.map(inUtf8) }
}

/** Undefined: no character set holds all the text as it is. */
function commonTerms(elements: readonly RecordElement[]): readonly string[] | undefined {
  let common: readonly string[] = []
  const pending = [...elements]
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    for (const item of element.items) pending.push(...item)
    if (!isText(element.vr) || isPlain(element)) continue
    if (!isInOrder(element)) return undefined
    const { terms } = element.characterSet
    if (common.length > 0 && common.join('\\') !== terms.join('\\')) return undefined
    common = terms
  }
  return common
}

function inUtf8(element: RecordElement): RecordElement {
  if (element.vr === 'SQ') return { ...element, items: element.items.map((item) => item.map(inUtf8)) }
  if (!isText(element.vr) || isPlain(element)) return element
  const { text } = decode(element.value, element.vr, element.characterSet)
  return utf8Element(element.tag, element.vr, printable(text))
}

const FIRST_PRINTABLE = 0x20
const LAST_ASCII = 0x7e
const BACKSLASH = 0x5c

/** The same under every character set: printable ASCII, but for the two places that ISO-IR 14 has otherwise. */
function isPlain({ value, characterSet: { terms } }: RecordElement): boolean {
  const isJapanese = terms.some((term) => term.endsWith('IR 13'))
  return value.every(
    (byte) =>
      (byte >= FIRST_PRINTABLE || isLineControl(byte)) &&
      byte <= LAST_ASCII &&
      !(isJapanese && (byte === BACKSLASH || byte === LAST_ASCII)),
  )
}

/** TAB, LF, FF and CR, which ST, LT and UT may hold (PS3.5 §6.1.3). */
export function isLineControl(byte: number): boolean {
  return byte === 0x09 || byte === 0x0a || byte === 0x0c || byte === 0x0d
}

/** Controls (C0 but for line controls, DEL, C1) and replacement characters betray a wrong character set. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000e-\u001f\u007f-\u009f\ufffd]/g

export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, '').trim()
}

function isInOrder({ value, vr, characterSet }: RecordElement): boolean {
  if (!isConforming(characterSet)) return false
  const { text, doubt } = decode(value, vr, characterSet)
  return doubt === undefined && text.search(UNPRINTABLE) < 0
}

/**
 * Terms of the standard: one without code extensions, or several of which all allow them (PS3.3 §C.12.1.1.2). Readers
 * at large do not know Latin-9 (of 2022), nor a term for code extensions that stands alone.
 */
function isConforming({ terms, unknownTerms }: CharacterSet): boolean {
  if (unknownTerms.length > 0 || terms.length === 0) return false
  if (terms.some((term) => term.endsWith(LATIN_9))) return false
  const isExtensible = (term: string) => term.startsWith('ISO 2022 ')
  const [first = ''] = terms
  if (terms.length === 1) return !isExtensible(first)
  return terms.every((term, at) => isExtensible(term) || (term === '' && at === 0))
}

const LATIN_9 = 'IR 203'

/** Bytes as characters of the same numbers; never windows-1252, which TextDecoder makes of the name latin1. */
export function latin1(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}
