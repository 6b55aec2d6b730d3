/** The centre's rule of searching, for a list that is here already: every word, with or without diacritics. */
export function wordsOccur(words: string, texts: readonly string[]): boolean {
  const within = folded(texts.join(' '))
  return folded(words)
    .split(/\s+/)
    .every((word) => within.includes(word))
}

const folded = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim()
