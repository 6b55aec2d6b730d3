/**
 * Finding messages by patient. Kept apart from the search in words: what is searched for by words may stand in the
 * address of a page, a patient never.
 */

import { fold, foldedWords } from '@epacs/exchange'
import { likelyOr } from '@epacs/intake/looking/likely-text'

const MOST_WORDS = 20

/**
 * What a patient is found by, as `study.patient_folded` holds it. Identifiers lose their slashes: a birth number is
 * written with one and without.
 */
export function patientFolded({ id, name }: { readonly id: string; readonly name: string }): string {
  const names = [...new Set([name, likelyOr(name)])]
  return fold([id, ...names.map(components)].map(withoutSlashes).join('\n'))
}

/** Each of them has to be found with the same patient, in any order. */
export function patientWords(search: string): readonly string[] {
  return foldedWords(withoutSlashes(components(search)).replace(/[,;]/g, ' ')).slice(0, MOST_WORDS)
}

/** Components of a person name are parted by carets, its groups by equals signs (PS3.5 §6.2). */
function components(name: string): string {
  return name.replace(/[\^=]/g, ' ')
}

function withoutSlashes(text: string): string {
  return text.replaceAll('/', '')
}
