/** Where the sender is: read in another country, too, so that its own is always named. */
import type { Institution } from '../directory/index.ts'

/** @param language of what the country is called; `both`: where one line is read by everybody */
export function addressOf(
  institution: Institution | undefined,
  language: 'cs' | 'en' | 'both',
): readonly string[] {
  if (institution === undefined) return []
  const { addressLines, country } = institution
  const languages = language === 'both' ? (['cs', 'en'] as const) : [language]
  const names = languages.map(
    (each) => new Intl.DisplayNames(each, { type: 'region' }).of(country) ?? country,
  )
  return [...addressLines, [...new Set(names)].join(' / ')]
}
