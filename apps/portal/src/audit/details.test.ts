/** What people read of an event's details. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordsOf } from './details.ts'

test('a corrected record reads as what each field was and is', () => {
  assert.equal(
    wordsOf({ vatId: { to: 'SK2020273893', from: null }, city: { to: 'Brno', from: 'Praha' } }),
    'vatId: – → SK2020273893; city: Praha → Brno',
  )
  assert.equal(wordsOf(['a', 3, null]), 'a, 3, –')
})
