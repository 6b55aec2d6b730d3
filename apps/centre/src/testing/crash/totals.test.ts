import assert from 'node:assert/strict'
import { test } from 'node:test'
import { totals } from './totals.ts'

test('crashes, power cuts and faults are counted apart, and what was not reached is none of them', () => {
  const counts = new Map([
    ['at a moment', 3],
    ['migration.committed:25', 1],
    ['power cut (nothing more)', 2],
    ['database away', 4],
    ['disk: write data', 5],
    ['(store.index-stored was not reached)', 1],
  ])
  const line = totals({ first: 7, runs: 4, counts, answers: 300, failed: [8], seconds: 60 })
  assert.equal(
    line,
    'seeds 7 to 10: 4 runs, 4 crashes (0 at named points, 3 at random moments, 0 while it starts, 1 within migrations), ' +
      '2 power cuts, 9 faults, 300 answers checked, 60 s, 1 failed (seeds 8): ' +
      '(store.index-stored was not reached) 1, at a moment 3, database away 4, disk: write data 5, ' +
      'migration.committed:25 1, power cut (nothing more) 2',
  )
})
