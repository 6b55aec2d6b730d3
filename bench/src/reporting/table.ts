/** The report for people: a table per case, ratios and goals first. */
import type { CaseFigures, Figure, Goal, Unit } from './figures.ts'
import type { Spread } from './spread.ts'

const DIGITS: Record<Unit, number> = { ratio: 2, 'MB/s': 0, ms: 1, s: 2, MB: 0 }

export function caseTable({ title, files, sizeBytes, figures }: CaseFigures): string {
  const count = files === 1 ? '1 file' : `${files.toLocaleString('en')} files`
  const rows = Object.values(figures).map(row)
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)))
  const lines = rows.map((cells) =>
    cells
      .map((cell, column) => cell[column === 1 ? 'padStart' : 'padEnd'](widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return `${title}: ${count}, ${(sizeBytes / 1e6).toPrecision(3)} MB\n${lines.map((line) => `  ${line}\n`).join('')}`
}

function row(figure: Figure): readonly string[] {
  return [figure.what, amount(figure), range(figure), figure.goal ? goalText(figure.goal, figure.unit) : '']
}

function amount({ spread, unit }: Figure): string {
  return withUnit(spread.median.toFixed(digits(spread, unit)), unit)
}

function range({ spread, unit }: Figure): string {
  return `(${spread.min.toFixed(digits(spread, unit))}–${spread.max.toFixed(digits(spread, unit))})`
}

/** Slow rates, as of the smallest data, still say something. */
function digits({ median }: Spread, unit: Unit): number {
  return unit === 'MB/s' && median < 10 ? 1 : DIGITS[unit]
}

function goalText({ bound, value, isReached }: Goal, unit: Unit): string {
  const sign = bound === 'at-least' ? '≥' : '<'
  return `${isReached ? 'reached' : 'MISSED'}: ${sign} ${withUnit(String(value), unit)}`
}

function withUnit(number: string, unit: Unit): string {
  return unit === 'ratio' ? number : `${number} ${unit}`
}
