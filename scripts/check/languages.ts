/**
 * The portal's words: both languages have the same files and keys, every plural has the forms of its language
 * (CLDR: Czech one/few/many/other, English one/other), and both name the same values.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { repository } from './programs.ts'

const FOLDER = 'apps/portal/src/i18n'
const LANGUAGES = ['cs', 'en'] as const
const PLURAL = /^(.+)_(zero|one|two|few|many|other)$/

type Language = (typeof LANGUAGES)[number]
/** From the key's path (plural ending included) to the words. */
export type Words = ReadonlyMap<string, string>

export async function languageFaults(): Promise<string[]> {
  const [czech, english] = await Promise.all(LANGUAGES.map(readWords))
  if (czech === undefined || english === undefined) return [`${FOLDER}: no words`]
  return compareLanguages({ cs: czech, en: english })
}

export function compareLanguages(words: Readonly<Record<Language, Words>>): string[] {
  const values = { cs: valuesByKey(words.cs), en: valuesByKey(words.en) }
  const keys = [...new Set([...values.cs.keys(), ...values.en.keys()])].sort()
  const faults = LANGUAGES.flatMap((language) => pluralFaults(language, words[language]))
  for (const key of keys) {
    const czech = values.cs.get(key)
    const english = values.en.get(key)
    if (czech === undefined || english === undefined) {
      faults.push(`${key}: missing in ${czech === undefined ? 'cs' : 'en'}`)
    } else if (czech !== english) {
      faults.push(`${key}: cs names the values "${czech}", en "${english}"`)
    }
  }
  return faults
}

function pluralFaults(language: Language, words: Words): string[] {
  const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories
  const stems = new Set([...words.keys()].flatMap((key) => PLURAL.exec(key)?.[1] ?? []))
  return [...stems].flatMap((stem) =>
    needed
      .filter((form) => !words.has(`${stem}_${form}`))
      .map((form) => `${stem}: the form "${form}" is missing in ${language}`),
  )
}

/** From the key without its plural ending to the names in `{{...}}`; `count` may stay unsaid ("one file"). */
function valuesByKey(words: Words): Map<string, string> {
  const found = new Map<string, Set<string>>()
  for (const [key, text] of words) {
    const stem = PLURAL.exec(key)?.[1] ?? key
    const names = found.get(stem) ?? new Set()
    for (const [, name = ''] of text.matchAll(/\{\{\s*(\w+)/g)) names.add(name)
    if (stem !== key) names.delete('count')
    found.set(stem, names)
  }
  return new Map([...found].map(([key, names]) => [key, [...names].sort().join(', ')]))
}

async function readWords(language: Language): Promise<Words> {
  const folder = join(repository, FOLDER, language)
  const words = new Map<string, string>()
  for (const file of (await readdir(folder)).sort()) {
    collect(JSON.parse(await readFile(join(folder, file), 'utf8')), `${file.replace('.json', '')}:`, words)
  }
  return words
}

function collect(value: unknown, path: string, words: Map<string, string>): void {
  if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      collect(inner, path.endsWith(':') ? `${path}${key}` : `${path}.${key}`, words)
    }
  } else {
    words.set(path, String(value))
  }
}
