/** Positions as editions of the register write them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { positionOf } from './position.ts'

const brno = { latitude: 49.1757, longitude: 16.57 }
const nothing = { latitude: '', longitude: '', gps: '' }

test('two columns or one, with points or commas', () => {
  assert.deepEqual(positionOf({ ...nothing, latitude: '49.1757', longitude: '16.57' }), brno)
  assert.deepEqual(positionOf({ ...nothing, latitude: '49,1757', longitude: '16,57' }), brno)
  for (const gps of ['49.1757 16.57', '49.1757, 16.57', '49.1757;16.57', '49.1757N, 16.57E']) {
    assert.deepEqual(positionOf({ ...nothing, gps }), brno, gps)
  }
})

test('nothing, half of it, and numbers that changed places are no position', () => {
  assert.equal(positionOf(nothing), null)
  assert.equal(positionOf({ ...nothing, latitude: '49.1757' }), null)
  assert.equal(positionOf({ ...nothing, latitude: '16.57', longitude: '49.1757' }), null)
  assert.equal(positionOf({ ...nothing, latitude: '0', longitude: '0' }), null)
  assert.equal(positionOf({ ...nothing, gps: 'Brno' }), null)
})

test('whatever stands in the columns, a position lies in or beside the country', () => {
  const cell = fc.oneof(fc.string(), fc.double().map(String), fc.constantFrom('49.1', '16,5', '49.1 16.5'))
  fc.assert(
    fc.property(cell, cell, cell, (latitude, longitude, gps) => {
      const position = positionOf({ latitude, longitude, gps })
      if (position === null) return
      assert.ok(position.latitude >= 48 && position.latitude <= 52)
      assert.ok(position.longitude >= 11 && position.longitude <= 20)
    }),
  )
})
