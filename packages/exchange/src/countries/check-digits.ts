/** Check digits of European register numbers, as each register publishes them. Texts hold digits alone. */

const digitsOf = (text: string) => [...text].map(Number)

/** Sum of digits times weights; digits beyond the weights are left out. */
export function weighted(text: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, place) => sum + weight * Number(text[place] ?? 0), 0)
}

/** ISO/IEC 7812-1 annex B: SIREN, organisationsnummer, partita IVA. */
export function isLuhn(text: string): boolean {
  const sum = digitsOf(text)
    .toReversed()
    .reduce((total, digit, place) => {
      const doubled = place % 2 === 1 ? digit * 2 : digit
      return total + (doubled > 9 ? doubled - 9 : doubled)
    }, 0)
  return sum % 10 === 0
}

/** ISO/IEC 7064, MOD 11,10: OIB. */
export function isMod11And10(text: string): boolean {
  const rest = digitsOf(text.slice(0, -1)).reduce((before, digit) => {
    const sum = (before + digit) % 10
    return ((sum === 0 ? 10 : sum) * 2) % 11
  }, 10)
  return (11 - rest) % 10 === Number(text.at(-1))
}

/** The last digit is the weighted sum of those before, modulo 11; 10 is written as 0. */
export function isMod11(text: string, weights: readonly number[]): boolean {
  return (weighted(text, weights) % 11) % 10 === Number(text.at(-1))
}

/** The last digit fills the weighted sum up to a multiple of 11; 10 is never given out, 11 is written as 0. */
export function isFilledTo11(text: string, weights: readonly number[]): boolean {
  return (11 - (weighted(text, weights) % 11)) % 11 === Number(text.at(-1))
}

/** Registrikood and įmonės kodas: modulo 11, with other weights when 10 remains, and 0 when it does again. */
export function isTwiceWeighted(text: string): boolean {
  const places = text.length - 1
  const weights = (from: number) => Array.from({ length: places }, (_, place) => ((place + from) % 9) + 1)
  const first = weighted(text, weights(0)) % 11
  const rest = first < 10 ? first : (weighted(text, weights(2)) % 11) % 10
  return rest === Number(text.at(-1))
}

const LETTERS_BY_23 = 'TRWAGMYFPDXBNJZSQVHLCKE'

/** NIF of a person (DNI, NIE): the letter is the number's rest by 23. Those of companies are told by their form alone. */
export function isSpanish(text: string): boolean {
  const found = /^([XYZ]?)(\d{7,8})([A-Z])$/.exec(text)
  if (found === null) return true
  const [, first = '', number = '', letter] = found
  if ((first === '') !== (number.length === 8)) return false
  return LETTERS_BY_23[Number((first === '' ? '' : 'XYZ'.indexOf(first)) + number) % 23] === letter
}
