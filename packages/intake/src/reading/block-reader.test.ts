import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { test } from 'node:test'
import { readerOf } from '../testing/work-place.ts'
import { BLOCK_BYTES } from './block-reader.ts'

function counted(length: number): Buffer {
  const bytes = Buffer.alloc(length)
  for (let at = 0; at < length; at += 4) bytes.writeUInt32LE(at, Math.min(at, length - 4))
  return bytes
}

test('ranges give exactly the bytes of the file, across blocks and up to its end', async (t) => {
  const bytes = counted(3 * BLOCK_BYTES + 1000)
  const reader = await readerOf(t, bytes)
  const ranges = [
    [0, bytes.length],
    [BLOCK_BYTES - 3, BLOCK_BYTES + 3],
    [3 * BLOCK_BYTES + 990, bytes.length + 500],
    [5, 5],
  ] as const
  for (const [start, end] of ranges) {
    const chunks: Buffer[] = []
    for await (const chunk of reader.range(start, end)) chunks.push(Buffer.from(chunk))
    assert.ok(Buffer.concat(chunks).equals(bytes.subarray(start, end)), `${start} to ${end}`)
    assert.ok((await reader.read(start, end - start)).equals(bytes.subarray(start, end)))
  }
})

test('reading here and there, back and forth, gives the right bytes', async (t) => {
  const bytes = counted(9 * BLOCK_BYTES)
  const reader = await readerOf(t, bytes)
  for (const block of [0, 8, 3, 7, 1, 6, 0, 5, 2, 8, 4]) {
    const at = block * BLOCK_BYTES + 100 * block
    assert.ok((await reader.read(at, 5000)).equals(bytes.subarray(at, at + 5000)), `block ${block}`)
  }
})

test('beyond the end there is nothing', async (t) => {
  const reader = await readerOf(t, Buffer.from('abc'))
  assert.equal((await reader.read(10, 5)).length, 0)
  assert.equal((await reader.read(2, 5)).toString(), 'c')
})
