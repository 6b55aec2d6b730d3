import assert from 'node:assert/strict'
import { test } from 'node:test'
import { growthChart } from './chart.ts'
import { fitOf } from './curve.ts'
import { curveTable } from './table.ts'

const points = [1, 10, 100, 1000].map((size) => ({ size, cost: size ** 1.5 * 1e-3 }))
const worse = {
  title: 'words & <marks>',
  unit: 'messages',
  cost: 'seconds',
  points,
  fit: fitOf(points),
} as const
const even = points.map(({ size }) => ({ size, cost: 2e8 }))
const flat = { title: 'memory', unit: 'instances', cost: 'bytes', points: even, fit: fitOf(even) } as const

test('the chart has a panel for each curve, every point in it, and says what is worse than linear', () => {
  const svg = growthChart([worse, flat])
  assert.equal(svg.match(/<g /g)?.length, 2)
  assert.equal(svg.match(/<circle /g)?.length, 8)
  assert.match(svg, /words &amp; &lt;marks&gt;/)
  assert.match(svg, /class="worse"[^>]*>WORSE THAN LINEAR/)
  assert.doesNotMatch(svg, /NaN|Infinity|undefined/)
  for (const [, y] of svg.matchAll(/ cy="([\d.-]+)"/g)) assert.ok(Number(y) >= 44 && Number(y) <= 216, y)
})

test('the table says the sizes, the costs and the verdict', () => {
  const [verdict, ...lines] = curveTable(flat).trimEnd().split('\n')
  assert.equal(verdict, 'memory: flat (1.0 times from the smallest to the largest)')
  assert.deepEqual(
    lines.map((line) => line.trim()),
    ['1 instance  200 MB', '10 instances  200 MB', '100 instances  200 MB', '1,000 instances  200 MB'],
  )
})
