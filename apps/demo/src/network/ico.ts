/**
 * IČO, the identification number of a Czech (and, by the same rule, Slovak) organisation: seven digits and a check
 * digit. The demo's numbers start with 9900, which the registers do not give out.
 */

const WEIGHTS = [8, 7, 6, 5, 4, 3, 2] as const

/** The check digit for seven digits: (11 − Σ digit × weight mod 11) mod 10. */
function checkDigit(digits: string): number {
  const sum = WEIGHTS.reduce((total, weight, position) => total + weight * Number(digits[position]), 0)
  return (11 - (sum % 11)) % 10
}

/** A fictitious IČO with a right check digit; `serial` is 1 to 999. */
export function fictitiousIco(serial: number): string {
  const digits = `9900${String(serial).padStart(3, '0')}`
  return `${digits}${checkDigit(digits)}`
}

export function isValidIco(ico: string): boolean {
  return /^\d{8}$/.test(ico) && checkDigit(ico.slice(0, 7)) === Number(ico[7])
}
