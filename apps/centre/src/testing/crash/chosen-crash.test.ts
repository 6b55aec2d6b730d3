import assert from 'node:assert/strict'
import { test } from 'node:test'
import { numbersFrom } from '../random.ts'
import { chosenFates } from './chosen-crash.ts'

test('a store fails in each way before it fails in one of them again, by whatever seed', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const fates = chosenFates(numbersFrom(seed))
    for (let round = 0; round < 3; round++) {
      const drawn = Array.from({ length: 5 }, () => fates.next().value.fate)
      assert.deepEqual(drawn.sort(), ['internal error', 'late', 'lost', 'silent', 'slow down'])
    }
  }
})

test('the same seed fails a store in the same order', () => {
  const drawnBy = (seed: number) => {
    const fates = chosenFates(numbersFrom(seed))
    return Array.from({ length: 20 }, () => fates.next().value)
  }
  assert.deepEqual(drawnBy(7), drawnBy(7))
  assert.notDeepEqual(drawnBy(7), drawnBy(8))
})
