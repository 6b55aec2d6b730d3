/** Czech and Slovak birth numbers (zákon č. 133/2000 Sb., § 13): YYMMDD, and three or four digits behind them. */

/**
 * @param text with or without its slash
 * @returns the date of birth, YYYY-MM-DD; undefined: it is no birth number. Ten digits are divisible by 11 (until 1985 the
 *   last one is 0, too, where the remainder of the first nine is 10); nine digits were given until 1953, without a check.
 */
export function bornByNumber(text: string): string | undefined {
  const [, first = '', second = ''] = /^(\d{6})\/?(\d{3,4})$/.exec(text.trim()) ?? []
  if (first === '') return undefined
  const year = yearOf(Number(first.slice(0, 2)), second.length)
  if (year === undefined || (second.length === 4 && !isChecked(first + second, year))) return undefined
  const month = monthOf(Number(first.slice(2, 4)), year)
  const day = Number(first.slice(4))
  const born = new Date(Date.UTC(year, month - 1, day))
  if (born.getUTCMonth() !== month - 1 || born.getUTCDate() !== day) return undefined
  return born.toISOString().slice(0, 10)
}

function yearOf(ofCentury: number, digitsBehind: number): number | undefined {
  if (digitsBehind === 4) return ofCentury >= 54 ? 1900 + ofCentury : 2000 + ofCentury
  return ofCentury <= 53 ? 1900 + ofCentury : undefined
}

function isChecked(digits: string, year: number): boolean {
  if (Number(digits) % 11 === 0) return true
  return year < 1986 && Number(digits.slice(0, 9)) % 11 === 10 && digits.endsWith('0')
}

/** Women have 50 more; since 2004 there are 20 more where the numbers of a day are used up. Out of range: 0. */
function monthOf(written: number, year: number): number {
  const ofBoth = written > 50 ? written - 50 : written
  const month = ofBoth > 20 && year >= 2004 ? ofBoth - 20 : ofBoth
  return month <= 12 ? month : 0
}
