/** Metadata packed once for all who ask: how much at most, and for how long as somebody waits. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { MOST_PACKED_BYTES, packedOnce } from './packed-metadata.ts'

const STAYS = new AbortController().signal
const PIECE_BYTES = 1024 * 1024

/** Of what cannot be made smaller, as many as are read. */
function pieces(most: number) {
  const read = { pieces: 0, isOver: false }
  async function* json() {
    try {
      for (; read.pieces < most; read.pieces++) yield randomBytes(PIECE_BYTES)
    } finally {
      read.isOver = true
    }
  }
  return { read, json }
}

test('what is asked for by several, and again, is read once', async () => {
  const { read, json } = pieces(2)
  const [one, other] = await Promise.all([packedOnce('two', json, STAYS), packedOnce('two', json, STAYS)])
  assert.ok(one !== undefined && other === one)
  assert.equal(await packedOnce('two', json, STAYS), one)
  assert.equal(gunzipSync(one).length, 2 * PIECE_BYTES)
  assert.equal(read.pieces, 2)
})

test('what is larger than is packed is read no further than that, and not tried again', async () => {
  const { read, json } = pieces(1000)
  assert.equal(await packedOnce('large', json, STAYS), undefined)
  assert.ok(read.isOver && read.pieces < MOST_PACKED_BYTES / PIECE_BYTES + 8, String(read.pieces))
  const again = pieces(1000)
  assert.equal(await packedOnce('large', again.json, STAYS), undefined)
  assert.equal(again.read.pieces, 0)
})

test('what is alike packs small, and is not read without end either', async () => {
  let read = 0
  async function* json() {
    for (; read < 1000; read++) yield new Uint8Array(PIECE_BYTES)
  }
  assert.equal(await packedOnce('alike', json, STAYS), undefined)
  assert.ok(read < 300, String(read))
})

test('it goes on while anybody waits, and stops when all have gone', async () => {
  const { promise: isRead, resolve } = Promise.withResolvers<void>()
  const state = { isOver: false }
  let goOn = Promise.withResolvers<void>()
  async function* json() {
    try {
      for (;;) {
        yield randomBytes(16)
        resolve()
        await goOn.promise
        goOn = Promise.withResolvers<void>()
      }
    } finally {
      state.isOver = true
    }
  }
  const [first, second] = [new AbortController(), new AbortController()]
  const one = packedOnce('endless', json, first.signal)
  const other = packedOnce('endless', json, second.signal)
  await isRead
  first.abort()
  await assert.rejects(one, { name: 'AbortError' })
  goOn.resolve()
  await new Promise((done) => setImmediate(done))
  assert.equal(state.isOver, false)
  second.abort()
  await assert.rejects(other, { name: 'AbortError' })
  goOn.resolve()
  while (!state.isOver) await new Promise((done) => setImmediate(done))
  // Whoever comes next has it read anew.
  assert.ok(await packedOnce('endless', pieces(1).json, STAYS))
})

test('a failure is told to whoever waits, and the next one reads anew', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield randomBytes(16)
    throw new Error('the store is away')
  }
  const both = [packedOnce('broken', broken, STAYS), packedOnce('broken', broken, STAYS)]
  for (const each of both) await assert.rejects(each, /the store is away/)
  assert.ok(await packedOnce('broken', pieces(1).json, STAYS))
})
