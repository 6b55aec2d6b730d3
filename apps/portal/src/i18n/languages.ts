/** The portal's two languages, and where the visitor's choice is kept. */

export const languages = ['cs', 'en'] as const
export type Language = (typeof languages)[number]

export const STORAGE_KEY = 'epacs-language'

/** Czech until the visitor chooses: a service of the Czech state, whatever the browser was installed in. */
export function keptLanguage(storage: Pick<Storage, 'getItem'>): Language {
  const kept = storage.getItem(STORAGE_KEY)
  return languages.find((language) => language === kept) ?? 'cs'
}

export function keepLanguage(storage: Pick<Storage, 'setItem'>, language: Language): void {
  storage.setItem(STORAGE_KEY, language)
}
