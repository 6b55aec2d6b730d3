/** Looks elements up in the whole data dictionary of PS3.6, by tag and by keyword. */
import type { Tag, VR } from '../data-set.ts'
import { STANDARD } from './standard.ts'

export interface DictionaryEntry {
  readonly keyword: string
  /** More than one where the object decides (US or SS, OB or OW). */
  readonly vrs: readonly VR[]
}

interface Dictionary {
  readonly byTag: ReadonlyMap<Tag, DictionaryEntry>
  readonly byKeyword: ReadonlyMap<string, Tag>
  /** Entries of repeating groups and elements (PS3.5 §7.6): which digits count, and their values. */
  readonly repeating: readonly (readonly [mask: number, value: number, entry: DictionaryEntry])[]
}

let loaded: Dictionary | undefined

/** Undefined: private, or not in this edition. Group lengths (gggg,0000) are UL. */
export function dictionaryEntry(tag: Tag): DictionaryEntry | undefined {
  loaded ??= load()
  const known = loaded.byTag.get(tag)
  if (known !== undefined) return known
  if ((tag & 0xffff) === 0) return { keyword: 'GroupLength', vrs: ['UL'] }
  if (isPrivate(tag)) {
    const element = tag & 0xffff
    return element >= 0x10 && element <= 0xff ? { keyword: 'PrivateCreator', vrs: ['LO'] } : undefined
  }
  return loaded.repeating.find(([mask, value]) => (tag & mask) >>> 0 === value)?.[2]
}

/** The tag of a keyword ("PatientID") or of eight hexadecimal digits; undefined: neither. */
export function tagNamed(name: string): Tag | undefined {
  if (/^[0-9A-Fa-f]{8}$/.test(name)) return Number.parseInt(name, 16)
  loaded ??= load()
  return loaded.byKeyword.get(name)
}

/** PS3.5 §7.8: odd groups. */
export function isPrivate(tag: Tag): boolean {
  return Math.floor(tag / 0x10000) % 2 === 1
}

function load(): Dictionary {
  const byTag = new Map<Tag, DictionaryEntry>()
  const byKeyword = new Map<string, Tag>()
  const repeating: [number, number, DictionaryEntry][] = []
  for (const line of STANDARD.trim().split('\n')) {
    const [digits = '', vrs = '', keyword = ''] = line.split(' ')
    const entry: DictionaryEntry = { keyword, vrs: vrs.split('/') as VR[] }
    const value = Number.parseInt(digits.replaceAll('x', '0'), 16)
    if (!digits.includes('x')) {
      byTag.set(value, entry)
      byKeyword.set(keyword, value)
    } else {
      repeating.push([
        Number.parseInt(digits.replaceAll(/[^x]/g, 'f').replaceAll('x', '0'), 16),
        value,
        entry,
      ])
    }
  }
  return { byTag, byKeyword, repeating }
}
