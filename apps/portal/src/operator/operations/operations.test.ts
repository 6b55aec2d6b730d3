import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatPeriod, labelOf } from './periods.ts'

const plain = (words: string) => words.replaceAll(/\s/g, ' ')

test('periods are named in both languages, in UTC wherever one reads', () => {
  assert.equal(plain(formatPeriod('2026-11-26', 'day', 'cs')), '26. listopadu 2026')
  assert.equal(formatPeriod('2026-11-23', 'week', 'en'), '23 November 2026')
  assert.equal(formatPeriod('2026-11-01', 'month', 'en'), 'November 2026')
})

test('the last column is named, and of thirty days each fifth', () => {
  const labels = [0, 1, 2, 3, 4, 5].map((fromLast) => plain(labelOf('2026-11-26', 'day', fromLast, 'cs')))
  assert.deepEqual(labels, ['26. 11.', '', '', '', '', '26. 11.'])
  assert.equal(labelOf('2026-11-01', 'month', 1, 'cs'), '11/26')
})
