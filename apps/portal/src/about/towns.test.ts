/** Institutions on the map and in its list. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countOf, countOffMap, linesOf } from './towns.ts'

const none = { hospital: 0, outpatient: 0, specialised: 0, 'private-practice': 0, scientific: 0 }
const towns = [
  {
    city: 'Brno',
    position: { latitude: 49.195, longitude: 16.607 },
    byKind: { ...none, hospital: 2, scientific: 1 },
  },
  { city: 'Kdesi', position: null, byKind: { ...none, hospital: 1 } },
  { city: 'Wien', position: { latitude: 48.21, longitude: 16.37 }, byKind: { ...none, outpatient: 4 } },
]

test('the list has whoever the map cannot show, and they are counted', () => {
  assert.equal(countOffMap(towns, 'all'), 5)
  assert.equal(countOffMap(towns, 'hospital'), 1)
  assert.equal(countOffMap(towns, 'scientific'), 0)
  assert.deepEqual(
    linesOf(towns, 'hospital').map(({ city, count }) => [city, count]),
    [
      ['Brno', 2],
      ['Kdesi', 1],
    ],
  )
})

test('of all kinds, the list has a line for each, and loses nobody', () => {
  const lines = linesOf(towns, 'all')
  assert.equal(new Set(lines.map(({ key }) => key)).size, 4)
  const counted = towns.reduce((sum, { byKind }) => sum + countOf(byKind, 'all'), 0)
  assert.equal(
    lines.reduce((sum, { count }) => sum + count, 0),
    counted,
  )
})
