/** Parts of charts as SVG: a frame with axes, and marks of text that cannot break out. */

export interface Frame {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export const FRAME: Frame = { width: 960, height: 280, left: 56, top: 12, right: 12, bottom: 28 }

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

export function svg({ width, height }: Frame, title: string, parts: readonly string[]): string {
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">${parts.join('')}</svg>`
}

/** @param share 0 at the left, 1 at the right */
export function xAt({ width, left, right }: Frame, share: number): number {
  return left + Math.min(1, Math.max(0, share)) * (width - left - right)
}

/** @param share 0 at the bottom, 1 at the top */
export function yAt({ height, top, bottom }: Frame, share: number): number {
  return height - bottom - Math.min(1, Math.max(0, share)) * (height - top - bottom)
}

export function tick(x: number, y: number, text: string, anchor: 'middle' | 'end' | 'start'): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escaped(text)}</text>`
}

export function line(x1: number, y1: number, x2: number, y2: number, kind: string): string {
  const at = [x1, y1, x2, y2].map((each) => each.toFixed(1))
  return `<line class="${kind}" x1="${at[0]}" y1="${at[1]}" x2="${at[2]}" y2="${at[3]}"/>`
}

export function rect(
  x: number,
  y: number,
  width: number,
  height: number,
  kind: string,
  title: string,
): string {
  const at = [x, y, Math.max(0, width), Math.max(0, height)].map((each) => each.toFixed(1))
  return `<rect class="${kind}" x="${at[0]}" y="${at[1]}" width="${at[2]}" height="${at[3]}"><title>${escaped(title)}</title></rect>`
}

const MOST_LABELS = 12

/** @param days how many days are drawn, fractions included */
export function hoursAxis(frame: Frame, days: number): string[] {
  const bottom = frame.height - frame.bottom
  const every = [3, 6, 12].find((hours) => (days * 24) / hours <= MOST_LABELS) ?? 24
  return Array.from({ length: Math.floor((days * 24) / every) + 1 }, (_, index) => {
    const x = xAt(frame, (index * every) / 24 / days)
    const hour = `${String((index * every) % 24).padStart(2, '0')}:00`
    const isAtEnd = x > frame.width - frame.right - 16
    return line(x, frame.top, x, bottom, 'grid') + tick(x, bottom + 18, hour, isAtEnd ? 'end' : 'middle')
  })
}

/** Round steps up to at least `most`. */
export function stepsTo(most: number): readonly number[] {
  const rough = Math.max(most, 1) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough) ?? rough
  const whole = Math.max(1, step)
  return Array.from({ length: Math.ceil(Math.max(most, 1) / whole) + 1 }, (_, index) => index * whole)
}

export function valuesAxis(frame: Frame, steps: readonly number[]): string[] {
  const most = steps.at(-1) ?? 1
  return steps.map((value) => {
    const y = yAt(frame, value / most)
    return (
      line(frame.left, y, frame.width - frame.right, y, 'grid') +
      tick(frame.left - 6, y + 4, String(value), 'end')
    )
  })
}
