/** The portal's two languages: which one to start with, and where the visitor's choice is kept. */

export const languages = ['cs', 'en'] as const
export type Language = (typeof languages)[number]

const storageKey = 'epacs-language'

function isLanguage(value: string | null | undefined): value is Language {
  return value === 'cs' || value === 'en'
}

/** The kept choice, else the first of the browser's languages that we speak, else Czech. */
export function chooseLanguage(kept: string | null, browserLanguages: readonly string[]): Language {
  if (isLanguage(kept)) return kept
  for (const tag of browserLanguages) {
    const primary = tag.toLowerCase().split('-')[0]
    if (isLanguage(primary)) return primary
    // A Slovak reader is served better by Czech than by English.
    if (primary === 'sk') return 'cs'
  }
  return 'cs'
}

export function keptLanguage(storage: Pick<Storage, 'getItem'>): string | null {
  return storage.getItem(storageKey)
}

export function keepLanguage(storage: Pick<Storage, 'setItem'>, language: Language): void {
  storage.setItem(storageKey, language)
}
