/** Where the sender is: read in another country, too, so that its own is always named. */
import type { Institution } from '../directory/index.ts'

export function addressOf(institution: Institution | undefined): readonly string[] {
  if (institution === undefined) return []
  const { addressLines, country } = institution
  return [...addressLines, new Intl.DisplayNames('en', { type: 'region' }).of(country) ?? country]
}
