/**
 * Telephone numbers: kept as E.164, shown grouped as their country groups them. Whether a number is in use cannot be
 * known; whether it can be one is known by its length.
 */
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'

/**
 * As many write numbers for callers from both sides of the border: the zero is dialled within the country alone. In Italy
 * and San Marino it is part of the number.
 */
const INNER_ZERO = /^(\s*(?:\+|00)(?!\s*(?:39|378))[\s\d]*)\(0\)/
/** Behind a hyphen, as in Czechia: the line within the institution. */
const LINE = /^(.*\d)\s*-\s*(\d{1,5})\s*$/
const CZECH_DIGITS = 9
/** As it is kept. */
const E164 = /^\+\d+(?:;ext=\d+)?$/
/** Of E.164, with the country's prefix. */
const MOST_DIGITS = 15

/**
 * With `;ext=` (RFC 3966, 5.3) where it has an extension. Of a number without a prefix `country` decides; undefined: it
 * can be none.
 */
export function phoneNumber(text: string, country: string): string | undefined {
  const given = withoutInnerZero(text)
  const whole = e164(given, country)
  const [, main, line] = LINE.exec(given) ?? []
  if (whole !== undefined || main === undefined) return whole
  const number = e164(main, country)
  return number === undefined || number.includes(';') ? undefined : `${number};ext=${line}`
}

/** A number as callers from another country dial it. */
export function withoutInnerZero(text: string): string {
  return text.replace(INNER_ZERO, '$1')
}

function e164(text: string, country: string): string | undefined {
  const number = read(text, country)
  if (number === undefined) return undefined
  // Of Czechia each number has nine digits; short ones are possible in its plan, longer ones are two numbers or a slip.
  const isCzech = number.countryCallingCode === '420'
  const canBe = isCzech ? number.nationalNumber.length === CZECH_DIGITS : number.isPossible()
  if (!canBe && !number.isValid()) return undefined
  if (number.number.length > MOST_DIGITS + 1) return undefined
  return number.ext === undefined ? number.number : `${number.number};ext=${number.ext}`
}

/** With its country's prefix: readers may be anywhere. What has none, from before it was asked for, is shown as it stands. */
export function shownPhone(phone: string): string {
  const number = E164.test(phone) ? read(phone, 'CZ') : undefined
  if (number === undefined) return phone
  if (number.isValid()) return number.formatInternational()
  // Numbers that are not given out, as in demonstrations, have no grouping of their own.
  const ending = number.ext === undefined ? [] : [`ext. ${number.ext}`]
  return [`+${number.countryCallingCode}`, ...(number.nationalNumber.match(/.{1,3}/g) ?? []), ...ending].join(
    ' ',
  )
}

function read(text: string, country: string) {
  const known: CountryCode | undefined = isSupportedCountry(country) ? country : undefined
  return parsePhoneNumberFromString(text, { ...(known && { defaultCountry: known }), extract: false })
}
