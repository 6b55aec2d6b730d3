/** What was freed between what is still used goes back to the system. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { giveBackMemory } from './give-back-memory.ts'

const MEBIBYTE = 1024 * 1024

test('a process becomes smaller by what it has freed', () => {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  const many = () => Array.from({ length: 40_000 }, () => Buffer.allocUnsafeSlow(1000))
  let freed: Buffer[] | undefined = many()
  // On top of it: what lies above all that is used malloc gives back by itself.
  const kept = Buffer.allocUnsafeSlow(1000)
  assert.equal(freed.length, 40_000)
  freed = undefined
  collect()
  const before = process.memoryUsage.rss()
  assert.equal(giveBackMemory(), true)
  assert.ok(before - process.memoryUsage.rss() > 20 * MEBIBYTE, `${before} ${process.memoryUsage.rss()}`)
  assert.equal(kept.length, 1000)
})
