/** The portal's own texts, read while building: i18next waits for them, and here nothing may wait. */
import { withBoundPrepositions } from '../i18n/bound-prepositions.ts'
import { bindsPrepositions, type Language } from '../i18n/languages.ts'

const files: Readonly<Record<string, unknown>> = import.meta.glob('../i18n/*/*.json', {
  eager: true,
  import: 'default',
})

/** Throws when there is no such text: a page without its words is not built. */
export function textOf(language: Language, feature: string, key: string): string {
  let value = files[`../i18n/${language}/${feature}.json`]
  for (const part of key.split('.')) {
    value =
      typeof value === 'object' && value !== null
        ? Object.entries(value).find(([name]) => name === part)?.[1]
        : undefined
  }
  if (typeof value !== 'string' || value.includes('{{'))
    throw new Error(`no plain text ${feature}:${key} in ${language}`)
  return bindsPrepositions(language) ? withBoundPrepositions(value) : value
}
