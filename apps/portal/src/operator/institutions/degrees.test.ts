import assert from 'node:assert/strict'
import { test } from 'node:test'
import { atMap, onMap } from '../../map/projection.ts'
import { degrees, readDegrees, written } from './degrees.ts'

test('degrees are read as people write them, and as the fields show them', () => {
  for (const text of ['49.1951', '49,1951', ' 49,1951° ', '+49.1951']) {
    assert.equal(readDegrees(text, 'latitude'), 49.1951, text)
  }
  for (const language of ['cs', 'en']) {
    for (const value of [49.1951, -16.60681, 0]) {
      assert.equal(readDegrees(written(value, language), 'longitude'), value)
    }
  }
  assert.equal(degrees({ latitude: 49.1951, longitude: 16.6 }, 'cs'), '49,1951° 16,6°')
})

test('what are no degrees is told, and not guessed', () => {
  for (const text of ['', 'Brno', '49 11 42', '49.1951 16.6068', '91', '1e1', '49,1,2']) {
    assert.equal(readDegrees(text, 'latitude'), undefined, text)
  }
  assert.equal(readDegrees('91', 'longitude'), 91)
})

test('a click on the map is the place that the map shows there', () => {
  const brno = { latitude: 49.1951, longitude: 16.6068 }
  const { latitude, longitude } = atMap(onMap(brno))
  assert.ok(Math.abs(latitude - brno.latitude) < 1e-9 && Math.abs(longitude - brno.longitude) < 1e-9)
})
