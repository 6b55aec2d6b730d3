/** Degrees of WGS 84 as people write them. */
import type { Position } from '../../map/projection.ts'

const LIMITS = { latitude: 90, longitude: 180 } as const

/** `49,1951° 16,6068°` */
export function degrees({ latitude, longitude }: Position, language: string): string {
  return [latitude, longitude].map((value) => `${written(value, language)}°`).join(' ')
}

/** As a field shows it. */
export function written(value: number, language: string): string {
  return value.toLocaleString(language, { maximumFractionDigits: 5, useGrouping: false })
}

/** With a comma or a point, with or without the sign of degrees; undefined: no such degrees. */
export function readDegrees(text: string, which: keyof typeof LIMITS): number | undefined {
  const plain = text.trim().replace(/\s*°$/, '').replace(',', '.')
  if (!/^[-−+]?\d{1,3}(\.\d+)?$/.test(plain)) return undefined
  const value = Number(plain.replace('−', '-'))
  return Math.abs(value) <= LIMITS[which] ? value : undefined
}
