import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { edgeDigests } from './edges.ts'

const KIBIBYTE = 1024

function changed(sizeBytes: number, ...places: readonly number[]): Blob {
  const bytes = new Uint8Array(sizeBytes)
  for (const place of places) bytes[place] = 1
  return new Blob([bytes])
}

test('another byte near either end makes another file, whatever its size', async () => {
  for (const size of [1, 100, 64 * KIBIBYTE, 65 * KIBIBYTE, 128 * KIBIBYTE, 500 * KIBIBYTE]) {
    const [whole, first, last, again] = await edgeDigests([
      changed(size),
      changed(size, 0),
      changed(size, size - 1),
      changed(size),
    ])
    assert.equal(whole, again)
    assert.ok(whole !== first && whole !== last, `${size} bytes`)
  }
  const small = changed(100 * KIBIBYTE, 70 * KIBIBYTE)
  const sha256 = createHash('sha256')
    .update(await small.bytes())
    .digest('hex')
  assert.deepEqual(await edgeDigests([small]), [sha256], 'up to 128 KiB every byte counts, and once')
})

test('of many files a few are read at once, each by its ends, once; none after the signal', async (t) => {
  let [reading, most, reads, bytes] = [0, 0, 0, 0]
  const { digest } = crypto.subtle
  t.mock.method(crypto.subtle, 'digest', async (algorithm: string, data: ArrayBuffer) => {
    reads += 1
    reading += 1
    bytes += data.byteLength
    most = Math.max(most, reading)
    await new Promise((resolve) => setImmediate(resolve))
    reading -= 1
    return await digest.call(crypto.subtle, algorithm, data)
  })
  const file = changed(200 * KIBIBYTE)
  const files = Array.from({ length: 300 }, () => file.slice())
  await edgeDigests(files)
  await edgeDigests(files)
  assert.equal(reads, files.length)
  assert.equal(bytes, files.length * 128 * KIBIBYTE)
  assert.ok(most > 1 && most <= 8, `${most} at once`)
  await assert.rejects(edgeDigests([file.slice()], AbortSignal.abort()), { name: 'AbortError' })
  assert.equal(reads, files.length)
})
