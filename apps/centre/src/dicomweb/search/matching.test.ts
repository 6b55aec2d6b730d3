import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matches } from './matching.ts'

const named = (name: string) => ({ '00100010': { vr: 'PN', Value: [{ Alphabetic: name }] } }) as const
const isFound = (name: string, key: string) => matches(named(name), new Map([['00100010', key]]))

test('wildcards, in any case, and names without their last components', () => {
  assert.ok(isFound('Novák^Jan', 'nov*'))
  assert.ok(isFound('Novák^Jan', '*jan'))
  assert.ok(isFound('Novák^Jan', 'Nov?k^J*n'))
  assert.ok(isFound('Novák^Jan^^', 'novák^jan'))
  assert.ok(isFound('Novák^Jan', '*'))
  assert.ok(!isFound('Novák^Jan', 'jan'))
  assert.ok(!isFound('Novák^Jan', 'Nov?k'))
  assert.ok(isFound('a+b(c)', 'A+B(C)'))
  assert.ok(isFound('𠮷田', '?田'))
})

test('no pattern keeps the centre busy', () => {
  const before = process.cpuUsage()
  assert.ok(!isFound('a'.repeat(64), `${'*a'.repeat(30)}*b`))
  const { user } = process.cpuUsage(before)
  assert.ok(user < 1e6, `${user} µs`)
})
