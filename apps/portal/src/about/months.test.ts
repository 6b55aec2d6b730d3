/** Months and lines of the charts on the front page. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { everyMonth, formatMonth, ticksUpTo } from './months.ts'

const of = (month: string) => ({ month, total: 3, sizeBytes: 1000 })
const NOW = new Date('2026-02-28T23:30:00Z')

test('months without a message are there too, over the turn of the year, up to now', () => {
  const months = everyMonth([of('2025-11'), of('2026-01')], NOW, 3)
  assert.deepEqual(
    months.map(({ month, total }) => [month, total]),
    [
      ['2025-11', 3],
      ['2025-12', 0],
      ['2026-01', 3],
      ['2026-02', 0],
    ],
  )
})

test('a young network has as many months as are asked for', () => {
  assert.deepEqual(
    everyMonth([], NOW, 3).map(({ month }) => month),
    ['2025-12', '2026-01', '2026-02'],
  )
})

test('a month is named in both languages, wherever the reader is', () => {
  assert.equal(formatMonth('2026-01', 'cs', 'long'), 'leden 2026')
  assert.equal(formatMonth('2026-01', 'en', 'long'), 'January 2026')
  assert.equal(formatMonth('2026-01', 'cs', 'short'), '1/26')
  assert.equal(formatMonth('2026-01', 'en', 'short'), 'Jan')
})

test('lines of a chart', () => {
  assert.deepEqual(ticksUpTo(0), [0, 1])
  assert.deepEqual(ticksUpTo(3), [0, 1, 2, 3])
  assert.deepEqual(ticksUpTo(180), [0, 50, 100, 150, 200])
})

test('whatever the highest column, it ends below few lines of whole numbers', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (most) => {
      const ticks = ticksUpTo(most)
      assert.ok(ticks.length >= 2 && ticks.length <= 6, String(ticks))
      assert.ok((ticks.at(-1) ?? 0) >= most)
      assert.ok(ticks.every(Number.isInteger))
    }),
  )
})
