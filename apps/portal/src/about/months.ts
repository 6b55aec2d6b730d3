/** Months on the charts: none left out, up to the one that runs. The centre counts them by UTC. */
import type { Month } from './statistics.ts'

/** Every month from the first with a message to the one of `now`, oldest first, at least `least` of them. */
export function everyMonth(counted: readonly Month[], now: Date, least: number): readonly Month[] {
  const known = new Map(counted.map((month) => [month.month, month]))
  const last = now.getUTCFullYear() * 12 + now.getUTCMonth()
  const first = Math.min(last - least + 1, ...counted.map(({ month }) => numberOf(month)))
  return Array.from({ length: last - first + 1 }, (_each, index) => {
    const month = nameOf(first + index)
    return known.get(month) ?? { month, total: 0, sizeBytes: 0 }
  })
}

function numberOf(month: string): number {
  const [year = 0, ofYear = 1] = month.split('-').map(Number)
  return year * 12 + ofYear - 1
}

function nameOf(number: number): string {
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`
}

/** `2026-11` as “November 2026”, or as short as fits under a column. */
export function formatMonth(month: string, language: string, length: 'long' | 'short'): string {
  const at = new Date(`${month}-01T00:00:00Z`)
  if (length === 'short' && language === 'cs') return `${at.getUTCMonth() + 1}/${month.slice(2, 4)}`
  const options = { year: length === 'long' ? 'numeric' : undefined, timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    month: length,
    ...options,
  }).format(at)
}

/** Round numbers for the lines of a chart, from 0 to the first that is not below `most`; whole ones. */
export function ticksUpTo(most: number): readonly number[] {
  const rough = Math.max(1, most) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power)
  return Array.from({ length: Math.ceil(Math.max(1, most) / step) + 1 }, (_each, index) => index * step)
}
