/**
 * Postal addresses by the form of their country (Universal Postal Union, S42 and the addressing sheets of its members):
 * how a postal code is written, and in which order the lines stand.
 */

/** 9: a digit, A: a letter, X: either; all else is written as it stands here. */
const POSTAL_CODES: Readonly<Record<string, string>> = {
  AT: '9999',
  BE: '9999',
  BG: '9999',
  CY: '9999',
  CZ: '999 99',
  DE: '99999',
  DK: '9999',
  EE: '99999',
  ES: '99999',
  FI: '99999',
  FR: '99999',
  GR: '999 99',
  HR: '99999',
  HU: '9999',
  IE: 'A9X XXXX',
  IS: '999',
  IT: '99999',
  LI: '9999',
  LT: 'LT-99999',
  LU: 'L-9999',
  LV: 'LV-9999',
  MT: 'AAA 9999',
  NL: '9999 AA',
  NO: '9999',
  PL: '99-999',
  PT: '9999-999',
  RO: '999999',
  SE: '999 99',
  SI: '9999',
  SK: '999 99',
}

const CLASSES: Readonly<Record<string, string>> = { 9: '[0-9]', A: '[A-Z]', X: '[A-Z0-9]' }
const HOLDERS = /[9AX]/g

/** For a person to see the form of it, e.g. `12-345`. */
export function postalCodeExample(country: string): string | undefined {
  const places = 'DUBLIN'
  let digit = 0
  let letter = 0
  return POSTAL_CODES[country]?.replace(HOLDERS, (holder) =>
    holder === 'A' ? (places[letter++ % places.length] ?? 'A') : String(++digit % 10),
  )
}

/** As the country writes it; as it was given, where no form is known here; undefined: it is none of that country's. */
export function postalCode(country: string, text: string): string | undefined {
  const template = POSTAL_CODES[country]
  if (template === undefined) return text.trim()
  const literal = template.replace(/[^A-Z-]/g, '').includes('-')
    ? template.slice(0, template.indexOf('-'))
    : ''
  const prefix = /^[A-Z]+$/.test(literal) ? literal : ''
  const plain = text.toUpperCase().replace(/[\s-]/gu, '')
  const holders = prefix === '' ? template : template.slice(prefix.length)
  const wanted = holders.match(HOLDERS) ?? []
  const form = new RegExp(`^${wanted.map((holder) => CLASSES[holder] ?? '').join('')}$`)
  // Many write the country's code, or that of its motor vehicles, before the number.
  const inFront = /^-?9/.test(holders) ? /^[A-Z]{1,3}(?=[0-9])/ : new RegExp(`^${country}`)
  const given = [plain, plain.replace(inFront, '')].find((each) => form.test(each))
  if (given === undefined) return undefined
  let place = 0
  return prefix + holders.replace(HOLDERS, () => given[place++] ?? '')
}

export interface Address {
  readonly street: string | null
  readonly city: string
  readonly postalCode: string | null
  /** ISO 3166-1, two letters. */
  readonly country: string
}

/** From the top, without name and country. */
export function addressLines({ street, city, postalCode: code, country }: Address): readonly string[] {
  const lines = {
    IE: [street, city, code],
    HU: [city, street, code],
    LV: [street, [city, code].filter(Boolean).join(', ')],
    MT: [street, [city, code].filter(Boolean).join(' ')],
  }[country] ?? [street, [code, city].filter(Boolean).join(' ')]
  return lines.filter((line): line is string => line !== null && line !== '')
}
