/**
 * Whether two names under one Patient ID are those of one person. A file-set can hold a Patient ID only once
 * (PS3.3 F.5.1), and patients of different hospitals do have the same ID at times: their images must never come
 * to stand under one name.
 */

export interface Person {
  /** Patient's Name (0010,0010) as decoded: up to three component groups parted by "=". */
  readonly name: string
  /** Patient's Birth Date (0010,0030). */
  readonly birthDate: string
}

/**
 * True unless they contradict each other: both have names that differ by more than spelling, order or titles, and no
 * birth date in common. Names change with marriage, birth dates do not.
 */
export function canBeOnePerson(one: Person, other: Person): boolean {
  if (areSpellingsOfOneName(one.name, other.name)) return true
  return one.birthDate !== '' && one.birthDate === other.birthDate
}

/** True when they differ by no more than spelling, order, titles and missing parts; of an empty name always. */
export function areSpellingsOfOneName(one: string, other: string): boolean {
  if (one === other) return true
  const first = partsOf(one)
  const second = partsOf(other)
  const [shorter, longer] = first.size < second.size ? [first, second] : [second, first]
  return [...shorter].every((part) => longer.has(part))
}

/** "Dvořák^Jiří^^Ing." and "DVORAK JIRI" have the parts dvorak and jiri in common. */
function partsOf(name: string): Set<string> {
  const [alphabetic = '', ...others] = name.split('=')
  const group = [alphabetic, ...others].find((each) => /[\p{L}\p{N}]/u.test(each)) ?? ''
  const folded = group.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return new Set(folded.split(/[^\p{L}\p{N}]+/u).filter((part) => part !== ''))
}
