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
 * One that asks for Slovak first was set so by somebody who reads it; one that asks for German or Polish, and for neither
 * Czech nor Slovak, by somebody who rather reads English. It stands in the pages' heads, too, so it uses nothing from here.
 *
 * @param wished the browser's languages (BCP 47), the most wanted first
 */
export function wishedLanguage(wished: readonly string[]): Language {
  const names = wished.map((each) => each.toLowerCase().split('-')[0])
  if (names[0] === 'sk') return 'sk'
  const isForeign = names.some((name) => name !== 'en') && !names.includes('cs') && !names.includes('sk')
  return isForeign ? 'en' : 'cs'
}

export function keptLanguage(storage: Pick<Storage, 'getItem'>, wished: readonly string[] = []): Language {
  const kept = storage.getItem(STORAGE_KEY)
  if (kept !== null && isLanguage(kept)) return kept
  return wishedLanguage(wished)
}

export function keepLanguage(storage: Pick<Storage, 'setItem'>, language: Language): void {
  storage.setItem(STORAGE_KEY, language)
}
