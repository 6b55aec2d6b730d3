/**
 * IČO, the identification number of a Czech legal or natural person: eight digits, the last one a check digit
 * (Czech Statistical Office, methodology of the Business Register: weights 8 to 2, modulus 11).
 */

const DIGITS = 8

/** Registers drop leading zeros, people write spaces. Null: these are not one to eight digits. */
export function icoDigits(text: string): string | null {
  const digits = text.replace(/\s/gu, '')
  return /^[0-9]{1,8}$/.test(digits) ? digits.padStart(DIGITS, '0') : null
}

/** Whether the text is an IČO in its full form with the right check digit. */
export function isIco(text: string): boolean {
  if (!/^[0-9]{8}$/.test(text) || text === '00000000') return false
  return Number(text.at(-1)) === checkDigit(text.slice(0, DIGITS - 1))
}

/** Of the first seven digits. */
export function checkDigit(firstSeven: string): number {
  const sum = [...firstSeven].reduce((total, digit, place) => total + Number(digit) * (DIGITS - place), 0)
  return (11 - (sum % 11)) % 10
}
