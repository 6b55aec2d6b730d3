/** Specific Character Set (0008,0005), PS3.3 §C.12.1.1.2: from its terms to what decodes text. */
import type { DataSet } from '../data-set.ts'
import { TAG } from '../tags.ts'
import { byteText } from './byte-text.ts'
import { ASCII, type CodedSet, setsOfRegistration } from './coded-sets.ts'

/** What a byte of text means before any escape sequence. */
export type Repertoire =
  | { readonly kind: 'coded'; readonly g0: CodedSet; readonly g1: CodedSet | undefined }
  /** A multi-byte encoding that allows no code extensions; `label` is the platform's. */
  | { readonly kind: 'whole'; readonly label: string }

export interface CharacterSet {
  /** The values of Specific Character Set; empty: the default repertoire, ISO-IR 6. */
  readonly terms: readonly string[]
  /** Those that DICOM does not define, or not there. */
  readonly unknownTerms: readonly string[]
  readonly repertoire: Repertoire
  /** What escape sequences may switch to (PS3.5 §6.1.2.5), for the upper half of the code table. */
  readonly extensions: readonly CodedSet[]
}

const WHOLE: ReadonlyMap<string, string> = new Map([
  ['ISO_IR 192', 'utf-8'],
  ['GB18030', 'gb18030'],
  ['GBK', 'gbk'],
])
const DEFINED_TERM = /^(ISO_IR|ISO 2022 IR) (\d{1,3})$/
/** What is written instead of a defined term: "ISO IR 101", "ISO-IR_100", "iso_ir192". */
const SLOPPY_TERM = /^iso[ _-]*(?:2022[ _-]*)?ir[ _-]*(\d{1,3})$/i
const UTF_8 = 192

export const DEFAULT_CHARACTER_SET = characterSet([])

/** @param terms the values of Specific Character Set, padding removed; never throws, see `unknownTerms` */
export function characterSet(terms: readonly string[]): CharacterSet {
  const [first = '', ...others] = terms
  const isUnknown = (term: string, index: number) => !isDefined(term, index, terms.length)
  return {
    terms,
    unknownTerms: terms.filter(isUnknown),
    repertoire: repertoireOf(first),
    extensions: others.flatMap((term) => {
      const repertoire = repertoireOf(term)
      return repertoire.kind === 'coded' && repertoire.g1 !== undefined ? [repertoire.g1] : []
    }),
  }
}

/** The character set that holds in a data set or item; an item without one has that of what it stands in. */
export function characterSetOf(
  dataSet: DataSet,
  enclosing: CharacterSet = DEFAULT_CHARACTER_SET,
): CharacterSet {
  const element = dataSet.get(TAG.SpecificCharacterSet)
  if (element === undefined) return enclosing
  const text = byteText(element.value.subarray(0, MAX_TERMS_BYTES))
  const terms = text.split('\\').map((term) => term.replace(/[\0 ]+$/, '').replace(/^ +/, ''))
  return characterSet(terms.length === 1 && terms[0] === '' ? [] : terms)
}

/** Far more than all terms together have. */
const MAX_TERMS_BYTES = 1024

function isDefined(term: string, index: number, count: number): boolean {
  // Value 1 may be empty when others follow: the default repertoire (PS3.3 §C.12.1.1.2).
  if (term === '') return index === 0
  if (WHOLE.has(term)) return count === 1
  const match = DEFINED_TERM.exec(term)
  return match !== null && setsOfRegistration(Number(match[2])) !== undefined
}

function repertoireOf(term: string): Repertoire {
  const label = WHOLE.get(term)
  if (label !== undefined) return { kind: 'whole', label }
  const match = DEFINED_TERM.exec(term)?.[2] ?? SLOPPY_TERM.exec(term)?.[1]
  if (match !== undefined && Number(match) === UTF_8) return { kind: 'whole', label: 'utf-8' }
  const sets = match === undefined ? undefined : setsOfRegistration(Number(match))
  if (sets !== undefined) {
    // A set of G0 with two bytes a character begins with its escape sequence only.
    const g0 = sets.find(({ half, bytesPerCharacter }) => half === 'G0' && bytesPerCharacter === 1)
    return { kind: 'coded', g0: g0 ?? ASCII, g1: sets.find(({ half }) => half === 'G1') }
  }
  return platformRepertoire(term) ?? { kind: 'coded', g0: ASCII, g1: undefined }
}

/** "WINDOWS-1250", "UTF-8" and the like: no terms of DICOM, and yet the platform may know them. */
function platformRepertoire(term: string): Repertoire | undefined {
  if (!/^[\w:-]+$/.test(term)) return undefined
  try {
    return { kind: 'whole', label: new TextDecoder(term).encoding }
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
