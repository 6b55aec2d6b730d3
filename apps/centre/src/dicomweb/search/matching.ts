/** Whether an object is what a search asks for (PS3.4 §C.2.2.2). */
import type { DicomJson, JsonElement, JsonPersonName, JsonValue } from '@epacs/dicom/json'
import { isMatch as isMatchOfValues, isUniversal } from '@epacs/dicom/matching'
import { likelyElement } from '../as-meant.ts'

const ANY_CASE: ReadonlySet<string> = new Set(['PN', 'LO', 'SH', 'ST', 'LT', 'UC'])

export function matches(object: DicomJson, keys: ReadonlyMap<string, string>): boolean {
  return [...keys].every(([tag, key]) => isMatch(object[tag], key))
}

function isMatch(element: JsonElement | undefined, key: string): boolean {
  if (isUniversal(key)) return true
  if (element === undefined) return false
  // A text is found as the object's own label has it, too: whoever has read it there looks for that.
  return [element, likelyElement(element)].some(
    (each) =>
      each !== undefined && isMatchOfValues(each.vr, (each.Value ?? []).flatMap(textsOf), key, ANY_CASE),
  )
}

function textsOf(value: JsonValue): string[] {
  if (value === null) return []
  if (typeof value !== 'object') return [String(value)]
  const { Alphabetic, Ideographic, Phonetic } = value as JsonPersonName
  return [Alphabetic, Ideographic, Phonetic].filter((each) => typeof each === 'string')
}
