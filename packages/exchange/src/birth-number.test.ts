import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bornByNumber } from './birth-number.ts'

test('a birth number tells the date of birth, with its slash and without', () => {
  assert.equal(bornByNumber('736028/5163'), '1973-10-28')
  assert.equal(bornByNumber('7360285163'), '1973-10-28')
  assert.equal(bornByNumber('0531135099'), '2005-11-13', 'where the numbers of a day were used up')
  assert.equal(bornByNumber('780123/3540'), '1978-01-23', 'remainder 10, last digit 0')
  assert.equal(bornByNumber('401215/001'), '1940-12-15', 'nine digits have no check')
})

test('what is no birth number tells nothing', () => {
  for (const text of ['', '7360285164', '736028516', '731328/5163', '730230/0000', 'PAC-1', '401315/001']) {
    assert.equal(bornByNumber(text), undefined, text)
  }
})
