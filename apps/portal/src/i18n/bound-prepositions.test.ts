import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withBoundPrepositions } from './bound-prepositions.ts'

test('short words are bound to the next one, in sentences, lists and one after another', () => {
  assert.deepEqual(
    withBoundPrepositions({ a: 'V síti a v praxi', b: [{ points: ['ZIP s <b>heslem</b>, i z CD'] }] }),
    {
      a: 'V\u00a0síti a\u00a0v\u00a0praxi',
      b: [{ points: ['ZIP s\u00a0<b>heslem</b>, i\u00a0z\u00a0CD'] }],
    },
  )
})

test('letters inside words and at the end of a text stay', () => {
  assert.equal(withBoundPrepositions('role Odborník, skupina A'), 'role Odborník, skupina A')
})
