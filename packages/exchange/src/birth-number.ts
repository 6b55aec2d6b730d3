/**
 * Czech birth numbers (rodné číslo, zákon č. 133/2000 Sb., § 13): YYMMDD and three or four digits, with or without a
 * slash. Ten digits, given since 1954, are divisible by eleven.
 */

export interface BirthNumber {
  /** Without a slash. */
  readonly digits: string
  /** YYYYMMDD, as PS3.5 writes dates. */
  readonly birthDate: string
  readonly sex: 'M' | 'F'
}

const FORM = /^(\d{2})(\d{2})(\d{2})\/?(\d{3,4})$/
const FIRST_OF_TEN = 1954
/** Until then the remainder of ten was written as 0. */
const LAST_OF_EXCEPTIONS = 1985
/** From then on 20 is added to the month where a day's numbers do not suffice. */
const FIRST_OF_ADDED = 2004

/** Undefined: it is none, be it only by its check digit. */
export function birthNumber(text: string): BirthNumber | undefined {
  const [, yearText, monthText, dayText, ending] = FORM.exec(text.trim()) ?? []
  if (yearText === undefined || monthText === undefined || dayText === undefined || ending === undefined)
    return undefined
  const isOfTen = ending.length === 4
  const year = yearOf(Number(yearText), isOfTen)
  const digits = `${yearText}${monthText}${dayText}${ending}`
  if (isOfTen && !isChecked(digits, year)) return undefined
  const isFemale = Number(monthText) > 50
  const month = monthOf(Number(monthText) - (isFemale ? 50 : 0), year)
  const day = Number(dayText)
  const date = new Date(Date.UTC(year, month - 1, day))
  if (month < 1 || month > 12 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day)
    return undefined
  const birthDate = `${year}${String(month).padStart(2, '0')}${dayText}`
  return { digits, birthDate, sex: isFemale ? 'F' : 'M' }
}

export function withSlash({ digits }: BirthNumber): string {
  return `${digits.slice(0, 6)}/${digits.slice(6)}`
}

function yearOf(twoDigits: number, isOfTen: boolean): number {
  const isOfLastCentury = twoDigits >= FIRST_OF_TEN % 100
  if (isOfTen) return isOfLastCentury ? 1900 + twoDigits : 2000 + twoDigits
  return isOfLastCentury ? 1800 + twoDigits : 1900 + twoDigits
}

function isChecked(digits: string, year: number): boolean {
  if (Number(digits) % 11 === 0) return true
  return year <= LAST_OF_EXCEPTIONS && digits.endsWith('0') && Number(digits.slice(0, 9)) % 11 === 10
}

function monthOf(written: number, year: number): number {
  return year >= FIRST_OF_ADDED && written > 20 ? written - 20 : written
}
