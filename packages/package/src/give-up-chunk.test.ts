import assert from 'node:assert/strict'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { test } from 'node:test'
import { giveUpChunk, givingUp } from './give-up-chunk.ts'

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

test('what a target has taken is freed before the next chunk is asked for, and the target ends', async () => {
  const chunks = [1, 2, 3].map((value) => Buffer.alloc(1000, value))
  const taken: number[] = []
  const target = new Writable({
    write(chunk: Buffer, _encoding, done) {
      taken.push(chunk[0] ?? 0)
      setImmediate(done)
    },
  })
  await pipeline(Readable.from(chunks), givingUp(target))
  assert.deepEqual(taken, [1, 2, 3])
  assert.deepEqual(
    chunks.map(({ length }) => length),
    [0, 0, 0],
  )
  assert.ok(target.writableFinished)
})

test('what a target did not take stays as it is, and a target that is gone ends the passing', async () => {
  const chunk = Buffer.alloc(1000, 7)
  const refusing = new Writable({ write: (_chunk, _encoding, done) => done(new Error('the line broke')) })
  refusing.on('error', () => undefined)
  await assert.rejects(
    pipeline(Readable.from([chunk]), givingUp(refusing)),
    /the line broke|premature close/i,
  )
  assert.equal(chunk.length, 1000)
  const silent = new Writable({ write: () => undefined })
  const passing = pipeline(Readable.from([Buffer.alloc(10)]), givingUp(silent))
  setImmediate(() => silent.destroy())
  await assert.rejects(passing, /premature close/i)
})
