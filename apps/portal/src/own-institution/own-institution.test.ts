import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moved } from './contact-order.ts'
import { isEmail } from './is-email.ts'

test('an address that mail can be sent to is told from what is none', () => {
  for (const good of ['jana.nova@example.cz', 'a+b@x.example']) assert.equal(isEmail(good), true, good)
  for (const bad of ['', 'jana', 'jana@example', 'a b@example.cz', 'Jana <jana@example.cz>', '@example.cz']) {
    assert.equal(isEmail(bad), false, bad)
  }
})

test('a contact goes up and down, and not beyond the ends', () => {
  assert.deepEqual(moved(['a', 'b', 'c'], 2, -1), ['a', 'c', 'b'])
  assert.deepEqual(moved(['a', 'b', 'c'], 0, 1), ['b', 'a', 'c'])
  assert.deepEqual(moved(['a', 'b'], 0, -1), ['a', 'b'])
  assert.deepEqual(moved(['a', 'b'], 1, 1), ['a', 'b'])
})
