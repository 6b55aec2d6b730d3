/** Places of institutions: most are Czech, and the country is said of the others alone. */

interface Place {
  readonly city: string
  /** ISO 3166-1, two letters. */
  readonly country: string
}

export function placeOf({ city, country }: Place, language: string): string {
  const name = countryName(country, language)
  return name === undefined ? city : `${city}, ${name}`
}

/** In the reader's language; undefined: Czechia. */
export function countryName(country: string, language: string): string | undefined {
  if (country === 'CZ') return undefined
  return new Intl.DisplayNames(language, { type: 'region' }).of(country) ?? country
}
