import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { until } from '../testing/until.ts'
import { CLAIM_BYTES, type ReceptionOptions, receiveInto } from './receive.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epacs-receive-'))
})
after(() => rm(folder, { recursive: true }))

const options = (over: Partial<ReceptionOptions> = {}): ReceptionOptions => ({
  positionBytes: 0,
  maxBytes: 1e9,
  idleTimeoutMs: 60_000,
  signal: new AbortController().signal,
  space: { claim: async () => true, claimedBytes: 0 },
  ...over,
})

async function fileWith(bytes: Buffer) {
  const path = join(folder, 'upload')
  const file = await open(path, 'w+')
  await file.write(bytes)
  return { file, path }
}

test('the file is the body, however it was cut into chunks', async () => {
  const chunk = fc.uint8Array({ minLength: 1, maxLength: 300_000 })
  await fc.assert(
    fc.asyncProperty(fc.array(chunk, { maxLength: 12 }), fc.uint8Array(), async (chunks, earlier) => {
      const { file, path } = await fileWith(Buffer.from(earlier))
      const hash = createHash('sha256')
      const body = Readable.from(chunks.map((bytes) => Buffer.from(bytes)))
      const reception = await receiveInto(file, body, options({ positionBytes: earlier.length, hash }))
      await file.close()
      const whole = Buffer.concat(chunks)
      assert.deepEqual(reception, { receivedBytes: whole.length, end: 'whole' })
      assert.ok((await readFile(path)).equals(Buffer.concat([earlier, whole])))
      assert.equal(hash.digest('hex'), createHash('sha256').update(whole).digest('hex'))
    }),
    { numRuns: 60 },
  )
})

test('a body without a byte is answered when what came before it is synced', async (t) => {
  const { file } = await fileWith(Buffer.from('left by a process that was killed'))
  const synced = t.mock.method(file, 'datasync')
  await receiveInto(file, Readable.from([]), options({ positionBytes: 33 }))
  await file.close()
  assert.equal(synced.mock.callCount(), 1)
})

test('what could not be synced is dropped: a sync after that would say nothing of it', async (t) => {
  const { file, path } = await fileWith(Buffer.from('durable'))
  t.mock.method(file, 'datasync', async () => {
    throw Object.assign(new Error('input/output error'), { code: 'EIO' })
  })
  const body = Readable.from([Buffer.alloc(100_000, 1)])
  await assert.rejects(receiveInto(file, body, options({ positionBytes: 7 })), /input\/output error/)
  await file.close()
  assert.equal(await readFile(path, 'utf8'), 'durable')
})

test('a broken connection keeps what came', async () => {
  const { file, path } = await fileWith(Buffer.alloc(0))
  const body = new PassThrough()
  const reception = receiveInto(file, body, options())
  body.write(Buffer.alloc(100_000, 1))
  // What nobody has taken yet would go with it.
  await until('it was taken', () => body.readableLength === 0)
  body.destroy()
  assert.deepEqual(await reception, { receivedBytes: 100_000, end: 'cut' })
  await file.close()
  assert.equal((await readFile(path)).length, 100_000)
})

test('a silent sender is given up, a newcomer takes over', async () => {
  for (const over of [() => ({ idleTimeoutMs: 2000 }), () => ({ signal: AbortSignal.timeout(2000) })]) {
    const { file } = await fileWith(Buffer.alloc(0))
    const body = new PassThrough()
    body.write(Buffer.alloc(10))
    assert.deepEqual(await receiveInto(file, body, options(over())), { receivedBytes: 10, end: 'cut' })
    await file.close()
  }
})

test('more than announced is not written', async () => {
  const { file } = await fileWith(Buffer.alloc(0))
  const body = Readable.from([Buffer.alloc(10), Buffer.alloc(10)])
  assert.deepEqual(await receiveInto(file, body, options({ maxBytes: 15 })), {
    receivedBytes: 10,
    end: 'too-long',
  })
  await file.close()
})

test('a file that cannot be written fails the reception', async () => {
  const file = await open('/dev/full', 'w')
  const body = Readable.from(Array.from({ length: 50 }, () => Buffer.alloc(100_000)))
  await assert.rejects(receiveInto(file, body, options()), { code: 'ENOSPC' })
  await file.close()
})

test('the sender is held back when the disk is slower', async () => {
  const { file } = await fileWith(Buffer.alloc(0))
  let produced = 0
  const body = new Readable({
    highWaterMark: 64 * 1024,
    read() {
      produced += 64 * 1024
      this.push(produced > 64 * 1024 * 1024 ? null : Buffer.alloc(64 * 1024))
    },
  })
  let mostWaiting = 0
  const slow: typeof file.writev = async (...args) => {
    await new Promise((resolve) => setTimeout(resolve, 2))
    mostWaiting = Math.max(mostWaiting, produced - Number(args[1] ?? 0))
    return await writev(...args)
  }
  const writev = file.writev.bind(file)
  file.writev = slow
  const { receivedBytes } = await receiveInto(file, body, options())
  await file.close()
  assert.equal(receivedBytes, 64 * 1024 * 1024)
  assert.ok(mostWaiting < 4 * 1024 * 1024, `${mostWaiting} bytes were in flight`)
})

test('space is asked for while bytes come, and none is written beyond what was given', async () => {
  const { file } = await fileWith(Buffer.alloc(0))
  const given = [true, true, false]
  const claims: number[] = []
  const claim = async (bytes: number) => {
    claims.push(bytes)
    return given.shift() ?? false
  }
  async function* large() {
    for (let bytes = 0; bytes < 5 * CLAIM_BYTES; bytes += 300_000) yield Buffer.alloc(300_000)
  }
  const space = { claim, claimedBytes: CLAIM_BYTES }
  const received = receiveInto(file, Readable.from(large()), options({ space }))
  await assert.rejects(received, { code: 'ENOSPC' })
  const { size } = await file.stat()
  await file.close()
  assert.equal(claims.length, 3)
  assert.ok(size > CLAIM_BYTES && size <= CLAIM_BYTES + (claims[0] ?? 0) + (claims[1] ?? 0), String(size))
})

test('a small file asks for no more than it may bring', async () => {
  const { file } = await fileWith(Buffer.alloc(0))
  const claims: number[] = []
  const claim = async (bytes: number) => claims.push(bytes) > 0
  const body = Readable.from([Buffer.alloc(600), Buffer.alloc(400)])
  await receiveInto(file, body, options({ maxBytes: 1000, space: { claim, claimedBytes: 0 } }))
  await file.close()
  assert.deepEqual(claims, [1000])
})
