/** Whether an object is what a search asks for (PS3.4 §C.2.2.2): single values, lists of UIDs, wildcards, ranges. */
import type { DicomJson, JsonElement, JsonPersonName, JsonValue } from '@epacs/dicom/json'

const RANGED: ReadonlySet<string> = new Set(['DA', 'DT', 'TM'])
const ANY_CASE: ReadonlySet<string> = new Set(['PN', 'LO', 'SH', 'ST', 'LT', 'UC'])

export function matches(object: DicomJson, keys: ReadonlyMap<string, string>): boolean {
  return [...keys].every(([tag, key]) => isMatch(object[tag], key))
}

function isMatch(element: JsonElement | undefined, key: string): boolean {
  // Universal matching: whatever stands there, or nothing.
  if (key === '' || key === '*') return true
  const values = (element?.Value ?? []).flatMap(textsOf)
  if (element === undefined || values.length === 0) return false
  const { vr } = element
  if (vr === 'UI') return key.split(/[\\,]/).some((uid) => values.includes(uid.trim()))
  if (RANGED.has(vr) && key.includes('-')) return values.some((value) => isWithin(value, key))
  // By characters, of which some are two units in JavaScript's texts.
  const folded = (text: string) => [...withoutLastCarets(ANY_CASE.has(vr) ? text.toLowerCase() : text)]
  const pattern = folded(key)
  return values.some((value) => isLike(folded(value), pattern))
}

function textsOf(value: JsonValue): string[] {
  if (value === null) return []
  if (typeof value !== 'object') return [String(value)]
  const { Alphabetic, Ideographic, Phonetic } = value as JsonPersonName
  return [Alphabetic, Ideographic, Phonetic].filter((each) => typeof each === 'string')
}

/** "20240101-", "-20241231", "20240101-20241231"; both ends belong to it, as far as they are told. */
function isWithin(value: string, range: string): boolean {
  const [from = '', to = ''] = range.split('-').map((end) => end.trim())
  return (from === '' || value >= from) && (to === '' || value.slice(0, to.length) <= to)
}

/**
 * `*` any characters, `?` one. Each `*` takes as little as it can and is taken up again only from the last one, so that
 * no pattern costs more than the product of both lengths.
 */
function isLike(value: readonly string[], pattern: readonly string[]): boolean {
  let at = 0
  let inPattern = 0
  let star = -1
  let starAt = 0
  while (at < value.length) {
    const wanted = pattern[inPattern]
    if (wanted === '*') {
      star = inPattern++
      starAt = at
    } else if (wanted === '?' || wanted === value[at]) {
      inPattern++
      at++
    } else if (star >= 0) {
      inPattern = star + 1
      at = ++starAt
    } else {
      return false
    }
  }
  while (pattern[inPattern] === '*') inPattern++
  return inPattern === pattern.length
}

/** A person's name without its last components matches, too. */
function withoutLastCarets(text: string): string {
  let end = text.length
  while (text[end - 1] === '^') end--
  return text.slice(0, end)
}
