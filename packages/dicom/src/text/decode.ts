/** From bytes to text, with code extensions (PS3.5 §6.1.2.5), and what cannot have been meant so. */
import type { VR } from '../data-set.ts'
import { asciiText } from './byte-text.ts'
import { type CharacterSet, DEFAULT_CHARACTER_SET, type Repertoire } from './character-set.ts'
import { ASCII, type CodedSet, setOfEscape } from './coded-sets.ts'

export interface DecodedText {
  readonly text: string
  /**
   * 'missing': not ASCII, and no character set says what it is. 'suspect': bytes that the character set does not
   * have. In both cases the text is a guess.
   */
  readonly doubt: 'missing' | 'suspect' | undefined
}

const ESCAPE = 0x1b
/** What unlabelled bytes are taken for when they are not UTF-8: the code page of Windows in Central Europe. */
const UNLABELLED_PAGE = 'windows-1250'

/** VRs whose text Specific Character Set applies to (PS3.5 §6.1.2.2). */
const AFFECTED: ReadonlySet<VR> = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT'])
/** A backslash in these is a character and not a delimiter (PS3.5 §6.2). */
const SINGLE_VALUED: ReadonlySet<VR> = new Set(['LT', 'ST', 'UR', 'UT'])
const BACKSLASH = 0x5c
const PERSON_NAME_DELIMITERS: ReadonlySet<number> = new Set([BACKSLASH, 0x5e, 0x3d])
const VALUE_DELIMITERS: ReadonlySet<number> = new Set([BACKSLASH])
const NO_DELIMITERS: ReadonlySet<number> = new Set()
/** End of line, end of page. */
const LINE_ENDS: ReadonlySet<number> = new Set([0x0a, 0x0c, 0x0d])

export function isAffectedByCharacterSet(vr: VR): boolean {
  return AFFECTED.has(vr)
}

export function isMultiValued(vr: VR): boolean {
  return !SINGLE_VALUED.has(vr)
}

/** Padding included, as the bytes have it. */
export function decode(bytes: Uint8Array, vr: VR, characterSet: CharacterSet): DecodedText {
  if (isPlainAscii(bytes)) return { text: asciiText(bytes), doubt: undefined }
  const { repertoire, extensions } = isAffectedByCharacterSet(vr) ? characterSet : DEFAULT_CHARACTER_SET
  if (repertoire.kind === 'whole') return decodeWhole(bytes, repertoire.label)
  const delimiters =
    vr === 'PN' ? PERSON_NAME_DELIMITERS : isMultiValued(vr) ? VALUE_DELIMITERS : NO_DELIMITERS
  const coded = decodeCoded(bytes, repertoire, delimiters)
  if (coded.doubt === undefined) return utf8InDisguise(bytes, repertoire) ?? coded
  // Escape sequences left out, where only one set can be meant.
  for (const g1 of extensions) {
    const { text, doubt } = decodeCoded(bytes, { ...repertoire, g1 }, delimiters)
    if (doubt === undefined) return { text, doubt: 'suspect' }
  }
  return guess(bytes, repertoire) ?? coded
}

/** Neither other bytes than ASCII's nor an escape sequence: the same in every repertoire of DICOM. */
function isPlainAscii(bytes: Uint8Array): boolean {
  // 0x7E is the one character in which ISO-IR 14 differs.
  for (const byte of bytes) if (byte >= 0x7e || byte === ESCAPE) return false
  return true
}

function decodeWhole(bytes: Uint8Array, label: string): DecodedText {
  try {
    // What says U+FFFD itself lost the letter before it came here: nothing else is to be guessed.
    return { text: new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes), doubt: undefined }
  } catch {
    // Not of this character set: below is what can be read of it.
  }
  const text = new TextDecoder(label, { ignoreBOM: true }).decode(bytes)
  // Nothing but ASCII is UTF-8 in it: a single-byte code page under the wrong label. What is UTF-8 in part was cut.
  const isOtherPage = label === 'utf-8' && !/[^\0-\x7f\ufffd]/.test(text) && !isCutAtLatinLetter(bytes)
  const inOtherPage = isOtherPage ? new TextDecoder(UNLABELLED_PAGE).decode(bytes) : undefined
  // Letters and what people write between them; other signs (0xFF is a dot above) are damage, not text of another page.
  const isText = inOtherPage !== undefined && !/[^\0-\x7f\p{L}\p{P}\p{N}\u00a0°§±×µ€]/u.test(inOtherPage)
  return { text: isText ? inOtherPage : text, doubt: 'suspect' }
}

/**
 * Its one byte beyond ASCII begins a letter of Latin-1 or Latin Extended-A in UTF-8, and is the last before the padding: the
 * letter was cut. Other first bytes end words in windows-1250 ("hrudní" with 0xED, "Tomáš" with 0xE1 0x9A); these four are
 * Â, Ă, Ä and Ĺ there, which end none in Czech or Slovak.
 */
function isCutAtLatinLetter(bytes: Uint8Array): boolean {
  const first = bytes.findIndex((byte) => byte >= 0x80)
  const lead = bytes[first] ?? 0
  return (
    lead >= 0xc2 && lead <= 0xc5 && bytes.subarray(first + 1).every((byte) => byte === 0x20 || byte === 0)
  )
}

/** The state of a code table, byte by byte. */
function decodeCoded(
  bytes: Uint8Array,
  initial: Extract<Repertoire, { kind: 'coded' }>,
  delimiters: ReadonlySet<number>,
): DecodedText {
  let { g0, g1 } = initial
  const reset = () => {
    ;({ g0, g1 } = initial)
  }
  const parts: string[] = []
  let isSuspect = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    const invoked = byte === ESCAPE ? setOfEscape(bytes, at) : undefined
    if (invoked !== undefined) {
      if (invoked.set.half === 'G0') g0 = invoked.set
      else g1 = invoked.set
      at += invoked.bytes
      continue
    }
    const set: CodedSet | undefined = byte < 0x80 ? g0 : g1
    if (byte <= 0x20 || byte === 0x7f || (byte >= 0x80 && byte < 0xa0) || set === undefined) {
      if (byte >= 0x80) isSuspect = true
      if (LINE_ENDS.has(byte)) reset()
      parts.push(String.fromCharCode(byte))
    } else if (set.bytesPerCharacter === 2 && isSecondByte(bytes[at + 1], byte)) {
      parts.push(set.decode(byte & 0x7f, (bytes[at + 1] ?? 0) & 0x7f))
      at++
    } else if (set.bytesPerCharacter === 2) {
      isSuspect = true
      parts.push('\ufffd')
    } else {
      if (delimiters.has(byte)) reset()
      parts.push(set.decode(byte & 0x7f, 0))
    }
  }
  const text = parts.join('')
  if (!isSuspect && !text.includes('\ufffd')) return { text, doubt: undefined }
  return { text, doubt: isDefault(initial) ? 'missing' : 'suspect' }
}

function isSecondByte(second: number | undefined, first: number): boolean {
  if (second === undefined || (second & 0x80) !== (first & 0x80)) return false
  return (second & 0x7f) > 0x20 && (second & 0x7f) < 0x7f
}

function isDefault({ g0, g1 }: { g0: CodedSet; g1: CodedSet | undefined }): boolean {
  return g0 === ASCII && g1 === undefined
}

/**
 * UTF-8 under the label of a Latin alphabet: where two letters of it read as one in UTF-8 throughout, that is no
 * chance ("Ã¡", "Å™").
 */
function utf8InDisguise(bytes: Uint8Array, declared: Repertoire): DecodedText | undefined {
  if (declared.kind !== 'coded' || declared.g1?.isLatin !== true || bytes.includes(ESCAPE)) return undefined
  const { text, doubt } = decodeWhole(bytes, 'utf-8')
  return doubt === undefined && text.length < bytes.length ? { text, doubt: 'suspect' } : undefined
}

/** What people will have meant: bytes are kept as they are, this is only how they are shown. */
function guess(bytes: Uint8Array, declared: Extract<Repertoire, { kind: 'coded' }>): DecodedText | undefined {
  const doubt = isDefault(declared) ? 'missing' : 'suspect'
  const utf8 = decodeWhole(bytes, 'utf-8')
  if (utf8.doubt === undefined) return { text: utf8.text, doubt }
  const page = doubt === 'missing' ? UNLABELLED_PAGE : declared.g1?.windowsPage
  return page === undefined ? undefined : { text: decodeWhole(bytes, page).text, doubt }
}
