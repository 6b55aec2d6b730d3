/** What was measured, as a table and as a chart for the documents. */
import type { Fit, Point } from './curve.ts'

export type SizeUnit = 'bytes' | 'instances' | 'messages' | 'institutions' | 'events'

export interface Curve {
  /** E.g. `list of a mailbox`. */
  readonly title: string
  readonly unit: SizeUnit
  readonly cost: 'seconds' | 'bytes'
  readonly points: readonly Point[]
  readonly fit: Fit
}

export function curveTable({ title, unit, cost, points, fit }: Curve): string {
  const rows = points.map((point) => [sizeText(point.size, unit), costText(point.cost, cost)] as const)
  const width = Math.max(...rows.map(([size]) => size.length))
  const lines = rows.map(([size, each]) => `  ${size.padStart(width)}  ${each}`)
  return `${title}: ${verdictText(fit)}\n${lines.join('\n')}\n`
}

function verdictText({ growth, slope, times }: Fit): string {
  const by = `${times.toPrecision(2)} times from the smallest to the largest`
  if (growth === 'flat') return `flat (${by})`
  const how = slope === undefined ? '' : `slope ${slope.toFixed(2)}, `
  return `${growth === 'worse' ? 'WORSE THAN LINEAR' : 'linear or less'} (${how}${by})`
}

export function sizeText(size: number, unit: SizeUnit): string {
  if (unit !== 'bytes') return `${size.toLocaleString('en')} ${size === 1 ? unit.replace(/s$/, '') : unit}`
  return size >= 1e9 ? `${+(size / 1e9).toPrecision(2)} GB` : `${+(size / 1e6).toPrecision(2)} MB`
}

export function costText(value: number, cost: Curve['cost']): string {
  if (cost === 'bytes') return `${(value / 1e6).toFixed(0)} MB`
  return value < 1 ? `${(value * 1000).toPrecision(3)} ms` : `${value.toPrecision(3)} s`
}
