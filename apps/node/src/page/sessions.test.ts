import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FailedAttempts, Sessions } from './sessions.ts'

const MINUTE_MS = 60_000

test('a session ends half an hour after it was used last, at the latest after twelve hours; the page alone keeps none', () => {
  let now = 0
  const sessions = new Sessions(() => now)
  const begun = (name: string) => ({ cookie: sessions.begin(name).split(';')[0] ?? '' })
  const used = begun('Jana')
  const watched = begun('Petr')
  for (now = 0; now <= 12 * 60 * MINUTE_MS; now += 20 * MINUTE_MS) {
    assert.equal(sessions.of(used, true), 'Jana', `${now}`)
    assert.equal(sessions.of(watched, false), now <= 30 * MINUTE_MS ? 'Petr' : undefined, `${now}`)
  }
  assert.equal(sessions.of(used, true), undefined)
  assert.equal(sessions.of({ cookie: `${used.cookie.slice(0, -1)}` }, true), undefined)
})

test('attempts that fail count for a quarter of an hour, by address, and by name only when they come from many', () => {
  let now = 0
  const attempts = new FailedAttempts(() => now)
  for (let attempt = 0; attempt < 5; attempt++) attempts.note('name Jana', 'address 1')
  assert.ok(attempts.areTooMany('name Jana', 'address 1'))
  assert.ok(!attempts.areTooMany('name Jana', 'address 9'), 'she comes in from where she is')
  for (let attempt = 0; attempt < 95; attempt++) attempts.note('name Jana', `address ${attempt + 10}`)
  assert.ok(attempts.areTooMany('name Jana', 'address 9'))
  assert.ok(!attempts.areTooMany('name Petr', 'address 2'))
  now = 16 * MINUTE_MS
  assert.ok(!attempts.areTooMany('name Jana'))
})
