/** IČO: eight digits, the last one a check digit (weights 8 to 2, modulus 11). Leading zeros may be left out. */

export function isIco(text: string): boolean {
  const digits = text.replace(/\s/gu, '').padStart(8, '0')
  if (!/^[0-9]{8}$/.test(digits) || digits === '00000000') return false
  const sum = [...digits.slice(0, 7)].reduce((total, digit, place) => total + Number(digit) * (8 - place), 0)
  return Number(digits[7]) === (11 - (sum % 11)) % 10
}
