/** Birth numbers as people write them: with and without slash, of nine and of ten digits, and wrong ones. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { birthNumber, withSlash } from './birth-number.ts'

const RIGHT = [
  ['736028/5152', '19731028', 'F'],
  ['7360285152', '19731028', 'F'],
  // Before 1954: nine digits, nothing to check.
  ['531231/123', '19531231', 'M'],
  ['925101123', '18920101', 'F'],
  // The remainder of ten, written as 0 until 1985.
  ['7801230020', '19780123', 'M'],
  // 20 added to the month, since 2004.
  ['0423070010', '20040307', 'M'],
  ['0473070004', '20040307', 'F'],
] as const

test('right ones are recognised, with the birth date and sex that they tell', () => {
  for (const [text, birthDate, sex] of RIGHT) {
    const read = birthNumber(text)
    assert.deepEqual([read?.birthDate, read?.sex], [birthDate, sex], text)
  }
  const read = birthNumber(' 7360285152 ')
  assert.equal(read && withSlash(read), '736028/5152')
})

test('what a digit or a date makes wrong is none', () => {
  for (const text of [
    '736028/5153',
    '7360285153',
    '531331/123',
    '530230123',
    // 20 may be added since 2004 only.
    '0323070000',
    '736028 5152',
    '73602851520',
    '',
    'NOVAK',
  ])
    assert.equal(birthNumber(text), undefined, text)
})
