/** Sizes, rates and counts in words, in the reader's language. */

const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** Decimal units, as storage vendors and the state's documents count; at most three significant digits from MB up. */
export function formatBytes(sizeBytes: number, language: string): string {
  let value = sizeBytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  const digits = unit < 2 || value >= 100 ? 0 : value >= 10 ? 1 : 2
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: digits }).format(value)
  return `${number}\u00a0${units[unit]}`
}

export function formatRate(bytesPerSecond: number, language: string): string {
  return `${formatBytes(bytesPerSecond, language)}/s`
}

export function formatNumber(value: number, language: string): string {
  return new Intl.NumberFormat(language).format(value)
}

/** The rest of a transfer as hours, minutes or seconds, rounded so that it does not flicker. */
export type TimeLeft = { unit: 'seconds' | 'minutes' | 'hours'; count: number }

export function timeLeft(bytesLeft: number, bytesPerSecond: number): TimeLeft | undefined {
  if (!(bytesPerSecond > 0) || !Number.isFinite(bytesPerSecond)) return undefined
  const seconds = bytesLeft / bytesPerSecond
  if (seconds < 55) return { unit: 'seconds', count: Math.max(5, Math.ceil(seconds / 5) * 5) }
  if (seconds < 55 * 60) return { unit: 'minutes', count: Math.round(seconds / 60) }
  return { unit: 'hours', count: Math.max(1, Math.round(seconds / 3600)) }
}
