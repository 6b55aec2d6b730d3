/**
 * Words looked for in texts: upper and lower case are the same, diacritics need not be written, and a longer word is
 * found under other endings (schránka, schránku), which Czech has many of.
 */

const MARKS = /\p{M}/gu
/** What an ending leaves has to tell words apart. */
const SHORTEST_STEM = 4

interface Folded {
  readonly text: string
  /** For each place of `text`: where it is in what was folded. */
  readonly places: readonly number[]
}

export interface Found {
  readonly start: number
  readonly end: number
}

/** The words of a search as `holds` and `foundIn` take them; single letters among others are left out. */
export function wordsOf(search: string): readonly string[] {
  const words = folded(search)
    .text.split(/\s+/)
    .filter((word) => word !== '')
  const longer = words.filter((word) => word.length > 1)
  return (longer.length > 0 ? longer : words).map(stem)
}

/** Whether each of the words stands somewhere in the text. */
export function holds(text: string, words: readonly string[]): boolean {
  const { text: plain } = folded(text)
  return words.every((word) => plain.includes(word))
}

/** Where words stand in the text, to their last letters, in order and never one in another. */
export function foundIn(text: string, words: readonly string[]): readonly Found[] {
  const { text: plain, places } = folded(text)
  const found: Found[] = []
  for (let at = 0; at < plain.length; ) {
    const here = words.filter((word) => plain.startsWith(word, at))
    if (here.length === 0) {
      at += 1
      continue
    }
    const length = Math.max(...here.map((word) => word.length))
    const [rest = ''] = /^[\p{L}\p{N}]*/u.exec(plain.slice(at + length)) ?? []
    const end = at + length + rest.length
    found.push({ start: places[at] ?? 0, end: places[end] ?? text.length })
    at = end
  }
  return found
}

function stem(word: string): string {
  const [ending = ''] = /[aeiouy]{1,2}$/.exec(word) ?? []
  const stemmed = word.slice(0, word.length - ending.length)
  return stemmed.length >= SHORTEST_STEM ? stemmed : word
}

function folded(text: string): Folded {
  const places: number[] = []
  let plain = ''
  let place = 0
  for (const character of text) {
    const letters = character.normalize('NFD').replace(MARKS, '').toLowerCase()
    for (let letter = 0; letter < letters.length; letter += 1) places.push(place)
    plain += letters
    place += character.length
  }
  return { text: plain, places }
}
