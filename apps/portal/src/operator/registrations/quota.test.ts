import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bytesOf, gigabytesOf } from './quota.ts'

test('a quota is read as it was shown, with comma or point', () => {
  assert.equal(gigabytesOf(10_500_000_000, 'cs'), '10,5')
  assert.equal(gigabytesOf(10_500_000_000, 'en'), '10.5')
  for (const typed of ['10,5', '10.5', ' 10,5 ']) assert.equal(bytesOf(typed), 10_500_000_000)
  assert.equal(bytesOf('1 000'), 1_000_000_000_000)
})

test('what is no size is not taken for one', () => {
  for (const typed of ['', '0', '-1', '1e3', 'ten', '1,5,5', '99999999', 'Infinity']) {
    assert.equal(bytesOf(typed), undefined, typed)
  }
})
