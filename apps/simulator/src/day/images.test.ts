import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pixelsOf } from './images.ts'

test('pixels are the same each time, and no sixteen bytes of them are like any others', () => {
  const pixels = pixelsOf(3, 1, 200_000)
  assert.equal(pixels.length, 200_000)
  assert.deepEqual(pixelsOf(3, 1, 200_000), pixels)
  const all = Buffer.concat([pixels, pixelsOf(3, 2, 200_000), pixelsOf(1, 3, 200_000)])
  const pieces = new Set(
    Array.from({ length: all.length / 16 }, (_, at) => all.toString('hex', at * 16, at * 16 + 16)),
  )
  assert.equal(pieces.size, all.length / 16)
})
