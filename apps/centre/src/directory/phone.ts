/**
 * Telephone numbers: kept as E.164, shown grouped as their country groups them. Whether a number is in use cannot be
 * known; whether it can be one is known by its length.
 */
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'

/** Of a number without a prefix `country` decides; undefined: it can be none. */
export function phoneNumber(text: string, country: string): string | undefined {
  const number = read(text, country)
  return number?.isPossible() === true && number.ext === undefined ? number.number : undefined
}

/** With its country's prefix: readers may be anywhere. What is no number is shown as it stands. */
export function shownPhone(phone: string): string {
  const number = read(phone, 'CZ')
  if (number === undefined) return phone
  if (number.isValid()) return number.formatInternational()
  // Numbers that are not given out, as in demonstrations, have no grouping of their own.
  return [`+${number.countryCallingCode}`, ...(number.nationalNumber.match(/.{1,3}/g) ?? [])].join(' ')
}

function read(text: string, country: string) {
  const known: CountryCode | undefined = isSupportedCountry(country) ? country : undefined
  return parsePhoneNumberFromString(text, { ...(known && { defaultCountry: known }), extract: false })
}
