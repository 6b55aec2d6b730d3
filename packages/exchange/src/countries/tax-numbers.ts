/** VAT identification numbers (Directive 2006/112/EC article 215; forms: VIES) and EUIDs of companies. */
import { AREA } from './union.ts'

/** Without the prefix. */
const VAT: Readonly<Record<string, RegExp>> = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  ES: /^[A-Z0-9]\d{7}[A-Z0-9]$/,
  FI: /^\d{8}$/,
  FR: /^[A-Z0-9]{2}\d{9}$/,
  GR: /^\d{9}$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^(?:\d{7}[A-Z]{1,2}|\d[A-Z+*]\d{5}[A-Z])$/,
  IT: /^\d{11}$/,
  LT: /^(?:\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^\d{9}B\d{2}$/,
  NO: /^\d{9}(?:MVA)?$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{12}$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
}

/** Greece's prefix in tax matters is not its code of ISO 3166-1. */
const prefixOf = (country: string) => (country === 'GR' ? 'EL' : country)

/** With its prefix and nothing else between; undefined: it is none of that country's. */
export function vatId(country: string, text: string): string | undefined {
  const plain = text.toUpperCase().replace(/[\s.\-/]/gu, '')
  const prefix = prefixOf(country)
  const number = plain.startsWith(prefix) ? plain.slice(prefix.length) : plain
  const form = VAT[country] ?? /^[A-Z0-9]{2,13}$/
  return form.test(number) ? `${prefix}${number}` : undefined
}

/**
 * European Unique Identifier of a company: country, register, a full stop, number, for some `_` and a check digit, e.g.
 * `DEK1101R.HRB116737` (Implementing Regulation (EU) 2021/1042, annex, 9). Undefined: it is none of that country's.
 */
export function euid(country: string, text: string): string | undefined {
  const plain = text.trim().replace(/\s+/gu, '')
  const isOfCountry = AREA.includes(country) && plain.slice(0, 2).toUpperCase() === prefixOf(country)
  const isOfIso = plain.slice(0, 2).toUpperCase() === country
  const isForm = /^[A-Z]{2}[A-Z0-9-]{0,20}\.[A-Z0-9ÄÖÜ./-]{1,40}(?:_[A-Z0-9]{1,3})?$/iu.test(plain)
  return (isOfCountry || isOfIso) && isForm ? plain.toUpperCase() : undefined
}
