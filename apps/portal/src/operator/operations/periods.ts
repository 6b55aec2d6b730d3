/** Days, weeks and months on the charts, in words. The centre counts them by UTC. */
import { formatMonth } from '../../about/months.ts'
import type { Period } from '../../api/operations.ts'

/** Of so many columns one has its name below it: more of them have no room. */
const namedOf: Readonly<Record<Period, number>> = { day: 5, week: 5, month: 1 }

/** `2026-11-26` as “26 November 2026”, a month as “November 2026”; of a week, its first day. */
export function formatPeriod(from: string, by: Period, language: string): string {
  if (by === 'month') return formatMonth(from.slice(0, 7), language, 'long')
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${from}T00:00:00Z`))
}

/** Under a column; empty where there is no room. `fromLast`: 0 for the last column. */
export function labelOf(from: string, by: Period, fromLast: number, language: string): string {
  if (fromLast % namedOf[by] !== 0) return ''
  if (by === 'month') return formatMonth(from.slice(0, 7), language, 'short')
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: language === 'en' ? 'short' : 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${from}T00:00:00Z`))
}
