import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fictitiousIco, isValidIco } from './ico.ts'

test('the check digit follows the published rule', () => {
  // Two public institutions: Ministry of Health, General University Hospital in Prague.
  assert.equal(isValidIco('00024341'), true)
  assert.equal(isValidIco('00064165'), true)
  assert.equal(isValidIco('00024342'), false)
  assert.equal(isValidIco('0002434'), false)
})

test('made-up numbers are valid and recognisable', () => {
  for (let serial = 1; serial <= 999; serial += 1) {
    const ico = fictitiousIco(serial)
    assert.match(ico, /^9900\d{4}$/)
    assert.equal(isValidIco(ico), true, ico)
  }
})
