import assert from 'node:assert/strict'
import { test } from 'node:test'
import { missingOf, Settling } from './settling.ts'

test('a day has settled when nothing is missing at two looks and nothing came between them', () => {
  const settling = new Settling()
  const looks = [
    settling.look(['1 at B'], 1, 0),
    settling.look([], 2, 1000),
    settling.look(['node'], 2, 2000),
    settling.look([], 2, 3000),
    settling.look([], 3, 4000),
    settling.look([], 3, 5000),
  ]
  assert.deepEqual(looks, [...new Array<string>(5).fill('waiting'), 'settled'])
})

test('it is given up when nothing has moved for three minutes: nothing came, and the same is missing', () => {
  const settling = new Settling()
  assert.equal(settling.look(['2 at A', '1 at B'], 1, 0), 'waiting')
  assert.equal(settling.look(['1 at B'], 1, 170_000), 'waiting')
  assert.equal(settling.look(['1 at B'], 2, 340_000), 'waiting')
  assert.equal(settling.look(['1 at B'], 2, 519_000), 'waiting')
  assert.equal(settling.look(['1 at B'], 2, 521_000), 'given up')
})

test('what is missing is told in one line, however much it is', () => {
  assert.deepEqual(missingOf('not arrived', []), [])
  assert.deepEqual(missingOf('not arrived', ['1 at B', '2 at C']), ['not arrived: 1 at B, 2 at C'])
  const many = Array.from({ length: 12 }, (_, index) => String(index))
  assert.deepEqual(missingOf('not done', many), ['not done: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more'])
})
