/** Whether values are what a key asks for (PS3.4 §C.2.2.2): single values, lists of UIDs, wildcards, ranges. */
import type { VR } from '../data-set.ts'

const RANGED: ReadonlySet<string> = new Set<VR>(['DA', 'DT', 'TM'])
/** PS3.4 §C.2.2.2.4: no wildcards in these. */
const LITERAL: ReadonlySet<string> = new Set<VR>([
  'AS',
  'AT',
  'DA',
  'DS',
  'DT',
  'FD',
  'FL',
  'IS',
  'SL',
  'SS',
  'SV',
  'TM',
  'UI',
  'UL',
  'US',
  'UV',
])
/** A backslash in these is a character. */
const SINGLE_VALUED: ReadonlySet<string> = new Set<VR>(['LT', 'ST', 'UR', 'UT'])

/** VRs in which upper and lower case are the same: all that C-FIND may take so (PS3.4 §C.2.2.2.1). */
export const NAMES_IN_ANY_CASE: ReadonlySet<string> = new Set<VR>(['PN'])

/** Universal matching: whatever stands there, or nothing. */
export function isUniversal(key: string): boolean {
  return key === '' || /^\*+$/.test(key)
}

/**
 * @param values of the object; component groups of a person's name each for itself
 * @param key as it was asked for, several values with backslashes between them: one of them is enough
 * @param anyCase VRs in which upper and lower case are the same
 */
export function isMatch(
  vr: string,
  values: readonly string[],
  key: string,
  anyCase: ReadonlySet<string> = NAMES_IN_ANY_CASE,
): boolean {
  if (isUniversal(key)) return true
  if (values.length === 0) return false
  if (RANGED.has(vr) && key.includes('-')) return values.some((value) => isWithin(value, key))
  const keys = SINGLE_VALUED.has(vr) ? [key] : key.split(vr === 'UI' ? /[\\,]/ : '\\')
  if (LITERAL.has(vr)) {
    const isNumber = vr === 'IS' || vr === 'DS'
    return keys.some((one) =>
      values.some((value) => value === one.trim() || (isNumber && isSameNumber(value, one))),
    )
  }
  // By characters, of which some are two units in JavaScript's texts.
  const folded = (text: string) => {
    const normal = text.normalize('NFC')
    return [...withoutLastCarets(anyCase.has(vr) ? normal.toLowerCase() : normal)]
  }
  return keys.some((one) => {
    const pattern = folded(one)
    return values.some((value) => isLike(folded(value), pattern))
  })
}

function isSameNumber(value: string, key: string): boolean {
  return key.trim() !== '' && Number(value) === Number(key)
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
