import assert from 'node:assert/strict'
import { test } from 'node:test'
import { giveUpChunk } from './give-up-chunk.ts'

test('a chunk with memory of its own is empty afterwards', () => {
  const chunk = Buffer.alloc(100_000, 7)
  giveUpChunk(chunk)
  assert.equal(chunk.length, 0)
})

test('a chunk that shares its memory with others stays as it is', () => {
  const whole = Buffer.alloc(100, 7)
  const part = whole.subarray(10, 20)
  giveUpChunk(part)
  assert.deepEqual(part, Buffer.alloc(10, 7))
  assert.equal(whole.length, 100)
  const shared = new Uint8Array(new SharedArrayBuffer(10))
  giveUpChunk(shared)
  assert.equal(shared.length, 10)
})
