/** Columns on a terminal. */
import stringWidth from 'string-width'
import { plain } from '../plain.ts'

/** Lines of columns, two spaces apart; the last column is not filled up. */
export function textTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const shown = [heads, ...rows.map((row) => row.map(plain))]
  const widths = heads.map((_, column) => Math.max(...shown.map((row) => stringWidth(row[column] ?? ''))))
  return shown
    .map((row) =>
      row
        .map((cell, column) =>
          column === row.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) - stringWidth(cell)),
        )
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('')
}

/** The reader's own clock, to the minute. */
export function minuteOf(at: string): string {
  const date = new Date(at)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`
}
