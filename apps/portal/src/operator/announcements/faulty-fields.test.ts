import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultyFields } from './faulty-fields.ts'

const now = new Date('2026-05-01T12:00')
const whole = { from: '2026-05-02T20:00', to: '2026-05-02T22:00', cs: 'Odstávka', en: 'Maintenance' }

test('an announcement that is whole has no fault, also one that has begun', () => {
  assert.deepEqual(faultyFields(whole, now), [])
  assert.deepEqual(faultyFields({ ...whole, from: '2026-05-01T11:00' }, now), [])
})

test('what is missing, over or turned round is named in the order of the form', () => {
  assert.deepEqual(faultyFields({ from: '', to: '', cs: ' ', en: '' }, now), ['from', 'to', 'cs', 'en'])
  assert.deepEqual(faultyFields({ ...whole, from: whole.to, to: whole.from }, now), ['to'])
  assert.deepEqual(faultyFields({ ...whole, from: '2026-05-01T10:00', to: '2026-05-01T11:00' }, now), ['to'])
})
