/** Sets up i18next: texts by feature and language, each file loaded when a page first needs it. */
import i18next, { type BackendModule } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { contactEmail } from '../api/contact.ts'
import { withBoundPrepositions } from './bound-prepositions.ts'
import {
  bindsPrepositions,
  keepLanguage,
  keptLanguage,
  type Language,
  languageOf,
  languages,
} from './languages.ts'

const folders = {
  cs: () => import('./cs/files.ts'),
  en: () => import('./en/files.ts'),
  sk: () => import('./sk/files.ts'),
} satisfies Record<Language, unknown>

const featureFiles: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, feature, done) => {
    load(languageOf(language), feature).then(
      (file) => done(null, bindsPrepositions(language) ? withBoundPrepositions(file.default) : file.default),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), null),
    )
  },
}

async function load(language: Language, feature: string) {
  const { files } = await folders[language]()
  const file = files[`./${feature}.json`]
  if (!file) throw new Error(`No texts for ${feature} in ${language}`)
  return await file()
}

export async function startI18n(): Promise<void> {
  const contact = contactEmail()
  await i18next
    .use(featureFiles)
    .use(initReactI18next)
    .init({
      lng: keptLanguage(localStorage, navigator.languages),
      supportedLngs: [...languages],
      load: 'languageOnly',
      fallbackLng: false,
      // Failures too: when the centre does not answer, it is too late to fetch the words for that.
      ns: ['common', 'problems'],
      defaultNS: 'common',
      interpolation: {
        escapeValue: false,
        // Behind “the operator”, wherever texts say whom to write to.
        defaultVariables: { operatorAddress: contact === null ? '' : ` (${contact})` },
      },
      react: { useSuspense: true },
    })
  document.documentElement.lang = i18next.language
}

export async function switchLanguage(language: Language): Promise<void> {
  keepLanguage(localStorage, language)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}
