/**
 * One reading for those who are told no other: programs, and what is printed. A guess by the look of a text is too little for them: "Søren"
 * looks as well as "Sřren" to who knows Czech alone. So texts are told as their label has them, unless one of them can be no text of a
 * language that ISO 8859-1 is for: French, Italian, Danish, Faroese and the rest of western and northern Europe.
 */
import { likelyOr } from './likely-text.ts'

const VOWEL = '[aeiouyáàâäãåæéèêëíìîïóòôöõøúùûüý]'
/** Of letters, in upper case as well. */
const IMPOSSIBLE_LETTERS = [
  // "Kuèera", "Èapek": French has è before a consonant, Italian at the end, Occitan before i and u.
  `(?<=${VOWEL}|(?<!\\p{L}))è[aeoáéíóý]`,
  // "Krejèí", "Hlaváè".
  '[áíóúý]è|è[áéíóúý]',
  // "Dvoøák": where Danish, Norwegian and Faroese have ø after a vowel ("Buøy"), i or y follow or a consonant.
  `${VOWEL}ø[aeouáéíóúý]`,
  // "Køížek".
  'ø[íý]',
].map((pattern) => new RegExp(pattern, 'u'))
const IMPOSSIBLE_SIGNS = [
  // "Ko¹ík", "©»astný": between small letters, a sign that is a small letter in one of the others.
  /(?<=[\p{Ll}©¹])[¹»¼¾¶](?=\p{Ll})/u,
  // "£ukasz", "¥ubo¹": of pounds and yens a number follows.
  /[£¥](?=\p{Ll})|(?<=\p{Lu})[£¥](?=\p{Lu})/u,
]

/** Š, Ť, Ž and Ź of windows-1250, where ISO 8859-1 has control characters; Ś where windows-1252, which has Œ there, makes no word ("Wiœniewski"). */
const OF_WINDOWS = /[\x8a\x8d\x8e\x8f\x9a\x9d\x9e]|[aeiouyó]\x9c|\p{Ll}\x9f/u
/** Estonian, Finnish and Swedish have them, and Š and Ž: windows-1252 may have been meant as well. */
const OF_THE_NORTH = /[åõ]/iu

/** What is read in windows-1250 or ISO 8859-2 can be nothing else. @param shown text as its character set has it */
export function isSurelyMislabelled(shown: string): boolean {
  if (likelyOr(shown) === shown) return false
  if (OF_WINDOWS.test(shown)) return !OF_THE_NORTH.test(shown)
  const small = shown.toLowerCase()
  return (
    IMPOSSIBLE_LETTERS.some((pattern) => pattern.test(small)) ||
    IMPOSSIBLE_SIGNS.some((pattern) => pattern.test(shown))
  )
}

/** @param texts of one file or study: they have one label, which one of them proves wrong for all @returns how each of them is told */
export function sureReading(texts: Iterable<string>): (shown: string) => string {
  for (const text of texts) if (isSurelyMislabelled(text)) return likelyOr
  return (shown) => shown
}

interface StudyTexts {
  readonly patient: { readonly name: string }
  readonly description?: string | null | undefined
  readonly series: readonly { readonly description?: string | null | undefined }[]
}

export function sureReadingOf(study: StudyTexts): (shown: string) => string {
  return sureReading(textsOfStudy(study))
}

export function textsOfStudy({ patient, description, series }: StudyTexts): readonly string[] {
  const descriptions = [description, ...series.map((each) => each.description)]
  return [patient.name, ...descriptions.filter((text) => text != null)]
}
