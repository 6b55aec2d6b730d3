import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fitOf } from './curve.ts'

const SIZES = [1, 10, 100, 1000, 10_000]
const growthOf = (cost: (size: number) => number) => fitOf(SIZES.map((size) => ({ size, cost: cost(size) })))

test('what costs the same at every size is flat', () => {
  assert.equal(growthOf((size) => 5 + (size % 3) * 0.3).growth, 'flat')
})

test('what is proportional behind a fixed cost is linear, and what grows by less is not worse', () => {
  const { growth, slope } = growthOf((size) => 3 + size * 0.01)
  assert.equal(growth, 'linear')
  assert.ok(slope !== undefined && Math.abs(slope - 1) < 0.05, `${slope}`)
  assert.equal(growthOf((size) => Math.sqrt(size)).growth, 'linear')
})

test('what grows faster than the size is worse, be it hidden behind a fixed cost', () => {
  assert.equal(growthOf((size) => 1 + size ** 2 * 1e-6).growth, 'worse')
  assert.equal(growthOf((size) => 100 + size ** 1.5 * 1e-3).growth, 'worse')
  assert.equal(growthOf((size) => size ** 1.3).growth, 'worse')
  // Only the largest has risen.
  assert.equal(growthOf((size) => (size === 10_000 ? 1e6 : 1)).growth, 'worse')
})
