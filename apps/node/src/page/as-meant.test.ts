import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asMeant } from './as-meant.ts'

test('people read what was most likely meant, and beside it what the label makes of it', () => {
  assert.deepEqual(asMeant({ patientName: 'Dvoøák^Jiøí', description: 'CT hrudníku' }), {
    texts: { patientName: 'Dvořák^Jiří', description: 'CT hrudníku' },
    asLabelled: ['Dvoøák^Jiøí'],
  })
  assert.deepEqual(asMeant({ name: '' }), { texts: { name: '' }, asLabelled: [] })
})
