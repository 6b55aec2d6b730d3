import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Pace } from './pace.ts'

test('long work rests now and then, short work goes on at once', async () => {
  let nowMs = 0
  const pace = new Pace(undefined, () => nowMs)
  assert.equal(pace.rest(), undefined)
  nowMs = 15
  let othersHadTheirTurn = false
  setImmediate(() => {
    othersHadTheirTurn = true
  })
  await pace.rest()
  assert.ok(othersHadTheirTurn)
  assert.equal(pace.rest(), undefined)
})

test('work that is no longer wanted ends at its next rest, with the reason', () => {
  const stopping = new AbortController()
  const pace = new Pace(stopping.signal, () => 0)
  pace.rest()
  stopping.abort(new Error('cancelled'))
  assert.throws(() => pace.rest(), { message: 'cancelled' })
})
