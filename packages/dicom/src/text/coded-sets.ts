/**
 * The coded character sets that Specific Character Set can name (PS3.3 tables C.12-2 to C.12-5), with the escape
 * sequences that invoke them (ISO 2022, PS3.5 §6.1.2).
 *
 * Upper halves are made of the platform's decoders, of which the names lie: the web's "iso-8859-1" is windows-1252,
 * "iso-8859-9" windows-1254, "tis-620" windows-874. They differ from the real ones in 0x80 to 0x9F alone, and those
 * bytes never reach a table here.
 */

export interface CodedSet {
  /** The half of the code table that it stands in: bytes below 0x80, or above. */
  readonly half: 'G0' | 'G1'
  readonly bytesPerCharacter: 1 | 2
  /** Bytes without their highest bit; U+FFFD for what the set does not have. */
  decode(first: number, second: number): string
  /** What a Windows program calls by the same name; has letters in 0x80 to 0x9F, where ISO has controls. */
  readonly windowsPage: string | undefined
  /** The upper half of a Latin alphabet. */
  readonly isLatin: boolean
}

const HALF_START = 0x20
const NOT_A_CHARACTER = '\ufffd'

export const ASCII: CodedSet = {
  half: 'G0',
  bytesPerCharacter: 1,
  decode: (byte) => String.fromCharCode(byte),
  windowsPage: undefined,
  isLatin: false,
}

/** ISO-IR 14, JIS X 0201 romaji: 0x5C is a yen sign to Japan, and the delimiter of values to DICOM (PS3.5 §6.1.2.3). */
const ROMAJI: CodedSet = { ...ASCII, decode: (byte) => (byte === 0x7e ? '‾' : String.fromCharCode(byte)) }

/** ISO-IR 13, JIS X 0201: halfwidth katakana. */
const KATAKANA: CodedSet = {
  half: 'G1',
  bytesPerCharacter: 1,
  decode: (byte) => (byte > 0x20 && byte < 0x60 ? String.fromCharCode(0xff40 + byte) : NOT_A_CHARACTER),
  windowsPage: undefined,
  isLatin: false,
}

const LATIN: ReadonlySet<string> = new Set([1, 2, 3, 4, 9, 15].map((part) => `iso-8859-${part}`))

function upperHalf(label: string, windowsPage: string): CodedSet {
  let characters: string | undefined
  return {
    half: 'G1',
    bytesPerCharacter: 1,
    decode(byte) {
      characters ??= new TextDecoder(label).decode(
        Uint8Array.from({ length: 96 }, (_, index) => 0xa0 + index),
      )
      return characters[byte - HALF_START] ?? NOT_A_CHARACTER
    },
    windowsPage,
    isLatin: LATIN.has(label),
  }
}

/** A set of 94×94 characters, by the EUC encoding that holds it. */
function doubleByte(half: 'G0' | 'G1', label: string, prefix: readonly number[] = []): CodedSet {
  let decoder: InstanceType<typeof TextDecoder> | undefined
  return {
    half,
    bytesPerCharacter: 2,
    decode(first, second) {
      decoder ??= new TextDecoder(label)
      return decoder.decode(Uint8Array.of(...prefix, first | 0x80, second | 0x80))
    },
    windowsPage: undefined,
    isLatin: false,
  }
}

const SINGLE_SHIFT_3 = 0x8f

interface Registration {
  /** As in "ISO_IR 100" and "ISO 2022 IR 100". */
  readonly number: number
  readonly sets: readonly CodedSet[]
  /** What follows ESC, one for each set. */
  readonly escapes: readonly string[]
}

const REGISTRATIONS: readonly Registration[] = [
  { number: 6, sets: [ASCII], escapes: ['(B'] },
  // Mislabelled so, Czech and Slovak names are the usual case: programs that leave the default in its place.
  { number: 100, sets: [upperHalf('iso-8859-1', 'windows-1250')], escapes: ['-A'] },
  { number: 101, sets: [upperHalf('iso-8859-2', 'windows-1250')], escapes: ['-B'] },
  { number: 109, sets: [upperHalf('iso-8859-3', 'windows-1254')], escapes: ['-C'] },
  { number: 110, sets: [upperHalf('iso-8859-4', 'windows-1257')], escapes: ['-D'] },
  { number: 144, sets: [upperHalf('iso-8859-5', 'windows-1251')], escapes: ['-L'] },
  { number: 127, sets: [upperHalf('iso-8859-6', 'windows-1256')], escapes: ['-G'] },
  { number: 126, sets: [upperHalf('iso-8859-7', 'windows-1253')], escapes: ['-F'] },
  { number: 138, sets: [upperHalf('iso-8859-8', 'windows-1255')], escapes: ['-H'] },
  { number: 148, sets: [upperHalf('iso-8859-9', 'windows-1254')], escapes: ['-M'] },
  { number: 203, sets: [upperHalf('iso-8859-15', 'windows-1252')], escapes: ['-b'] },
  { number: 166, sets: [upperHalf('tis-620', 'windows-874')], escapes: ['-T'] },
  { number: 13, sets: [ROMAJI, KATAKANA], escapes: ['(J', ')I'] },
  { number: 87, sets: [doubleByte('G0', 'euc-jp')], escapes: ['$B'] },
  { number: 159, sets: [doubleByte('G0', 'euc-jp', [SINGLE_SHIFT_3])], escapes: ['$(D'] },
  { number: 149, sets: [doubleByte('G1', 'euc-kr')], escapes: ['$)C'] },
  { number: 58, sets: [doubleByte('G1', 'gbk')], escapes: ['$)A'] },
]

const SETS_BY_NUMBER = new Map(REGISTRATIONS.map(({ number, sets }) => [number, sets]))

/** Undefined: DICOM does not know this ISO registration number. */
export function setsOfRegistration(number: number): readonly CodedSet[] | undefined {
  return SETS_BY_NUMBER.get(number)
}

const SET_BY_ESCAPE: readonly (readonly [bytes: readonly number[], set: CodedSet])[] = REGISTRATIONS.flatMap(
  ({ sets, escapes }) =>
    sets.map((set, index) => {
      const characters = [...(escapes[index] ?? '')]
      return [characters.map((character) => character.charCodeAt(0)), set] as const
    }),
)

/** The set that the bytes after an ESC at `at` invoke, and how many bytes they are. */
export function setOfEscape(bytes: Uint8Array, at: number): { set: CodedSet; bytes: number } | undefined {
  for (const [sequence, set] of SET_BY_ESCAPE) {
    if (sequence.every((byte, index) => bytes[at + 1 + index] === byte))
      return { set, bytes: sequence.length }
  }
  return undefined
}
