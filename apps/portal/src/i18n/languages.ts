/** The portal's languages, and where the visitor's choice is kept. */
import type { Czech } from './cs/texts.ts'
import type { English } from './english.ts'
import type { Slovak } from './sk/texts.ts'

/** A language is a folder of texts here, a line here, and a line below. */
interface Texts {
  readonly cs: Czech
  readonly en: English
  readonly sk: Slovak
}
export type Language = keyof Texts

/** Each written in itself. */
export const languageNames: Readonly<Record<Language, string>> = {
  cs: 'Čeština',
  en: 'English',
  sk: 'Slovenčina',
}

export const languages: readonly Language[] = Object.keys(languageNames).filter(isLanguage)

function isLanguage(name: string): name is Language {
  return Object.hasOwn(languageNames, name)
}

/** Czech for what is no language of the portal. */
export function languageOf(name: string): Language {
  return isLanguage(name) ? name : 'cs'
}

/** Where a preposition of one letter never ends a line (ČSN 01 6910, STN 01 6910). */
export function bindsPrepositions(language: string): boolean {
  return language === 'cs' || language === 'sk'
}

export const STORAGE_KEY = 'epacs-language'

/**
 * Czech until the visitor chooses: a service of the Czech state, and many a Czech browser was installed in English.
 * One that asks for Slovak first was set so by somebody who reads it.
 */
export function keptLanguage(storage: Pick<Storage, 'getItem'>, wished: readonly string[] = []): Language {
  const kept = storage.getItem(STORAGE_KEY)
  if (kept !== null && isLanguage(kept)) return kept
  const [first = ''] = wished
  return /^sk\b/i.test(first) ? 'sk' : 'cs'
}

export function keepLanguage(storage: Pick<Storage, 'setItem'>, language: Language): void {
  storage.setItem(STORAGE_KEY, language)
}
