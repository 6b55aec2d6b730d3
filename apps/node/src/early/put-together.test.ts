/** A package that is put together is the one that the centre has, or none. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { after, before, test } from 'node:test'
import { CentreProblem } from '../centre/connection.ts'
import { GrowingFile } from '../growing-file.ts'
import type { KeptImage } from './kept-uploads.ts'
import { putTogether } from './put-together.ts'

const { signal } = new AbortController()
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epacs-put-together-'))
})
after(() => rm(folder, { recursive: true, force: true }))

/** Images of these lengths with something before, between and behind them; the upload has them in the other order. */
async function sample(lengths: readonly number[]) {
  const images = lengths.map((length) => randomBytes(length))
  const between = [...lengths.map((_, index) => randomBytes(index === 1 ? 0 : 40 + index)), randomBytes(500)]
  const parts = between.flatMap((bytes, index) => [bytes, ...images.slice(index, index + 1)])
  let offsetBytes = 0
  const instances = images.map((image, index) => {
    offsetBytes += between[index]?.length ?? 0
    const place = { offsetBytes, sizeBytes: image.length, sha256: sha256(image) }
    offsetBytes += image.length
    return place
  })
  const path = join(folder, randomBytes(8).toString('hex'))
  const kept = new Map<string, KeptImage>()
  let at = 7
  for (const image of images.toReversed()) {
    kept.set(sha256(image), { offsetBytes: at, sizeBytes: image.length })
    at += image.length
  }
  await writeFile(path, Buffer.concat([Buffer.alloc(7), ...images.toReversed()]))
  return { whole: Buffer.concat(parts), outline: Buffer.concat(between), instances, path, kept }
}

/** Answers with the outline, so many bytes at a time. */
function connectionTo(outline: Buffer, etag: string, pieceBytes = 13) {
  let asked = 0
  return {
    get asked() {
      return asked
    },
    async open() {
      asked++
      const response = new IncomingMessage(new Socket())
      response.headers.etag = `"${etag}"`
      for (let at = 0; at < outline.length; at += pieceBytes)
        response.push(outline.subarray(at, at + pieceBytes))
      response.push(null)
      return response
    },
    downloading: () => new PassThrough(),
  }
}

for (const lengths of [[5], [1000, 2000, 300_000], [70_000, 1, 1, 90_000]]) {
  test(`of images of ${lengths.join(', ')} bytes and what stands between them`, async () => {
    const { whole, outline, instances, path, kept } = await sample(lengths)
    const file = new GrowingFile(`${path}.zip`)
    const wanted = { messageId: 'm', instances: instances.toReversed(), kept: { path, images: kept }, file }
    assert.equal(await putTogether(connectionTo(outline, sha256(whole)), wanted, signal), sha256(whole))
    assert.deepEqual(await readFile(file.path), whole)
    assert.ok(file.isWhole)
    assert.equal(file.finalBytes, whole.length)
  })
}

test('an image that is another on the disk by now makes no package', async () => {
  const { whole, outline, instances, path, kept } = await sample([1000, 2000])
  await writeFile(path, Buffer.alloc(3007))
  const file = new GrowingFile(`${path}.zip`)
  const wanted = { messageId: 'm', instances, kept: { path, images: kept }, file }
  await assert.rejects(
    putTogether(connectionTo(outline, sha256(whole)), wanted, signal),
    /is not what the message has/,
  )
  await assert.rejects(stat(file.path))
  assert.ok(file.isSpoilt)
})

test('images that are said to lie within each other make none', async () => {
  const { whole, outline, instances, path, kept } = await sample([1000, 2000])
  const file = new GrowingFile(`${path}.zip`)
  const within = instances.map((each, index) => (index === 1 ? { ...each, offsetBytes: 500 } : each))
  const wanted = { messageId: 'm', instances: within, kept: { path, images: kept }, file }
  await assert.rejects(
    putTogether(connectionTo(outline, sha256(whole)), wanted, signal),
    /lie within another/,
  )
  await assert.rejects(stat(file.path))
})

test('an outline that ends early makes none', async () => {
  const { whole, outline, instances, path, kept } = await sample([1000, 2000])
  const file = new GrowingFile(`${path}.zip`)
  const wanted = { messageId: 'm', instances, kept: { path, images: kept }, file }
  await assert.rejects(putTogether(connectionTo(outline.subarray(0, 90), sha256(whole)), wanted, signal))
  await assert.rejects(stat(file.path))
})

test('with an image that did not come early, with one begun, and from a centre of before it is downloaded', async () => {
  const { whole, outline, instances, path, kept } = await sample([1000, 2000])
  const connection = connectionTo(outline, sha256(whole))
  const file = new GrowingFile(`${path}.zip`)
  const wanted = { messageId: 'm', instances, kept: { path, images: kept }, file }
  const other = [...instances, { offsetBytes: whole.length, sizeBytes: 1, sha256: sha256(Buffer.alloc(1)) }]
  assert.equal(await putTogether(connection, { ...wanted, instances: other }, signal), undefined)
  const begun = new GrowingFile(`${path}.begun`)
  await writeFile(begun.path, 'x')
  assert.equal(await putTogether(connection, { ...wanted, file: begun }, signal), undefined)
  assert.equal(connection.asked, 0)
  const before = {
    open: async () => {
      throw new CentreProblem(404, 'not-found', 'Not found')
    },
    downloading: () => new PassThrough(),
  }
  assert.equal(await putTogether(before, wanted, signal), undefined)
  await assert.rejects(stat(file.path))
})
