import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wordsOccur } from './words-occur.ts'

const hospital = ['Nemocnice Čtyř řek', 'Plzeň']

test('every word occurs somewhere, with diacritics or without, in any order', () => {
  for (const words of ['', 'ctyr', 'Čtyř', 'plzen nemocnice', '  ŘEK '])
    assert.ok(wordsOccur(words, hospital), words)
})

test('a word that does not occur is enough to leave it out', () => {
  for (const words of ['brno', 'nemocnice brno']) assert.ok(!wordsOccur(words, hospital), words)
})
