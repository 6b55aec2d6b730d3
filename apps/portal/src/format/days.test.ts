import assert from 'node:assert/strict'
import { test } from 'node:test'
import { beginOf, endOf } from './days.ts'

test('a day lasts from midnight to midnight, also when the clocks change', () => {
  const before = process.env.TZ
  process.env.TZ = 'Europe/Prague'
  try {
    assert.equal(beginOf('2026-07-01'), '2026-06-30T22:00:00.000Z')
    assert.equal(endOf('2026-10-25'), '2026-10-25T23:00:00.000Z')
    assert.equal(endOf('2026-12-31'), '2026-12-31T23:00:00.000Z')
  } finally {
    if (before === undefined) delete process.env.TZ
    else process.env.TZ = before
  }
})
