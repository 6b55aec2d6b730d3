/** All curves as one picture (SVG): a panel for each, both scales logarithmic, beside a line of what is proportional. */

import type { Fit } from './curve.ts'
import type { Curve } from './table.ts'
import { costText, sizeText } from './table.ts'

const PANEL = { width: 400, height: 250, left: 64, right: 16, top: 44, bottom: 34 }
const COLUMNS = 2

const STYLE = `
  text { font: 12px sans-serif; fill: #1c2733 }
  .title { font-weight: bold } .verdict { fill: #51606e } .worse { fill: #b3261e; font-weight: bold }
  .frame { fill: #fff; stroke: #c5ced6 } .grid { stroke: #e6eaee }
  .proportional { stroke: #9aa7b3; stroke-dasharray: 5 4; fill: none } .measured { stroke: #2362a2; stroke-width: 2; fill: none }
  circle { fill: #2362a2 }`

export function growthChart(curves: readonly Curve[]): string {
  const rows = Math.ceil(curves.length / COLUMNS)
  const [width, height] = [COLUMNS * PANEL.width, rows * PANEL.height]
  const panels = curves.map((curve, index) => {
    const [x, y] = [(index % COLUMNS) * PANEL.width, Math.floor(index / COLUMNS) * PANEL.height]
    return `<g transform="translate(${x} ${y})">${panel(curve)}</g>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Growth of costs">
<style>${STYLE}</style><rect width="${width}" height="${height}" fill="#fff"/>
${panels.join('\n')}
</svg>
`
}

function panel({ title, unit, cost, points, fit }: Curve): string {
  const sizes = points.map(({ size }) => Math.log10(size))
  const [least, most] = [sizes[0] ?? 0, sizes.at(-1) ?? 1]
  const costs = points.map((point) => Math.log10(point.cost))
  const bottom = Math.floor(Math.min(...costs))
  // As high as it is wide in powers of ten, where it can be: a proportional cost then looks like one.
  const top = Math.max(Math.ceil(Math.max(...costs)), bottom + 1)
  const x = (size: number) =>
    PANEL.left + ((size - least) / (most - least || 1)) * (PANEL.width - PANEL.left - PANEL.right)
  const y = (value: number) =>
    PANEL.height -
    PANEL.bottom -
    ((value - bottom) / (top - bottom)) * (PANEL.height - PANEL.top - PANEL.bottom)
  const inner = {
    width: PANEL.width - PANEL.left - PANEL.right,
    height: PANEL.height - PANEL.top - PANEL.bottom,
  }
  const parts = [
    `<text class="title" x="${PANEL.left}" y="18">${escaped(title)}</text>`,
    `<text class="${fit.growth === 'worse' ? 'worse' : 'verdict'}" x="${PANEL.left}" y="35">${escaped(shortVerdict(fit))}</text>`,
    `<rect class="frame" x="${PANEL.left}" y="${PANEL.top}" width="${inner.width}" height="${inner.height}"/>`,
  ]
  for (let power = bottom; power <= top; power++) {
    parts.push(line('grid', PANEL.left, y(power), PANEL.width - PANEL.right, y(power)))
    parts.push(text(PANEL.left - 6, y(power) + 4, costText(10 ** power, cost), 'end'))
  }
  for (const [index, size] of sizes.entries()) {
    parts.push(line('grid', x(size), PANEL.top, x(size), PANEL.height - PANEL.bottom))
    const anchor = index === 0 ? 'start' : 'end'
    if (index === 0 || index === sizes.length - 1)
      parts.push(
        text(x(size), PANEL.height - PANEL.bottom + 18, sizeText(points[index]?.size ?? 0, unit), anchor),
      )
  }
  parts.push(proportional(least, most, bottom, top, costs.at(-1) ?? bottom, { x, y }))
  const path = sizes.map((size, index) => `${x(size).toFixed(1)},${y(costs[index] ?? 0).toFixed(1)}`)
  parts.push(`<polyline class="measured" points="${path.join(' ')}"/>`)
  for (const [index, size] of sizes.entries()) {
    const point = points[index]
    if (point === undefined) continue
    const said = `${sizeText(point.size, unit)}: ${costText(point.cost, cost)}`
    parts.push(
      `<circle cx="${x(size).toFixed(1)}" cy="${y(costs[index] ?? 0).toFixed(1)}" r="3.5"><title>${escaped(said)}</title></circle>`,
    )
  }
  return parts.join('')
}

function shortVerdict({ growth, slope, times }: Fit): string {
  const said = { flat: 'flat', linear: 'linear or less', worse: 'WORSE THAN LINEAR' }[growth]
  return `${said}${slope === undefined ? '' : `, slope ${slope.toFixed(2)}`}, × ${times.toPrecision(2)}`
}

/** Through the last point, down to the frame. */
function proportional(
  least: number,
  most: number,
  bottom: number,
  top: number,
  last: number,
  { x, y }: { readonly x: (size: number) => number; readonly y: (cost: number) => number },
): string {
  const length = Math.min(most - least, Math.min(last, top) - bottom)
  const from = `${x(most - length).toFixed(1)},${y(last - length).toFixed(1)}`
  return `<polyline class="proportional" points="${from} ${x(most).toFixed(1)},${y(last).toFixed(1)}"/>`
}

function line(kind: string, x1: number, y1: number, x2: number, y2: number): string {
  const at = [x1, y1, x2, y2].map((each) => each.toFixed(1))
  return `<line class="${kind}" x1="${at[0]}" y1="${at[1]}" x2="${at[2]}" y2="${at[3]}"/>`
}

function text(x: number, y: number, said: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escaped(said)}</text>`
}

function escaped(said: string): string {
  return said.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
