/** Dates and times as PS3.5 §6.2 writes them, the forms of ACR-NEMA included (same table, notes). */

const DATE = /^(\d{4})\.?(\d{2})\.?(\d{2})$/
const TIME = /^(\d{2})(?::?(\d{2})(?::?(\d{2})(?:\.\d*)?)?)?$/

/** A day that the calendar has, or nothing at all. */
export function isDate(value: string): boolean {
  const trimmed = value.trim()
  if (trimmed === '') return true
  const [, year, month, day] = DATE.exec(trimmed)?.map(Number) ?? []
  if (year === undefined || month === undefined || day === undefined) return false
  if (month < 1 || month > 12 || day < 1) return false
  const lastDay = month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31
  return day <= lastDay
}

/** A time of the day, leap seconds included and to any fraction, or nothing at all. */
export function isTime(value: string): boolean {
  const trimmed = value.trim()
  if (trimmed === '') return true
  const parts = TIME.exec(trimmed)
  if (parts === null) return false
  const [hour = 0, minute = 0, second = 0] = parts.slice(1).map((part) => Number(part ?? 0))
  return hour < 24 && minute < 60 && second <= 60
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}
