import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { copyFile, mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { readRange } from '@epacs/package'
import { CHUNK_BYTES, readKeyring, SealedFiles } from '@epacs/sealed-files'
import { ReceivedFiles } from './received-files.ts'

let folder: string
let received: ReceivedFiles
const files = new SealedFiles(readKeyring(randomBytes(32).toString('hex'), 'the test'))
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epacs-tail-'))
  received = await ReceivedFiles.open(folder, files)
})
after(() => rm(folder, { recursive: true }))

/** One chunk of an upload, answered unless told otherwise. */
async function receive(
  id: string,
  offsetBytes: number,
  bytes: Buffer,
  { isVerifiedLater = false, end = 'keep' as 'keep' | 'drop' | 'killed' } = {},
): Promise<void> {
  const sink = await received.openChunk(id, { offsetBytes, isVerifiedLater, mostBytes: bytes.length })
  // The sink frees what it has written.
  if (bytes.length > 0) await sink.write([Buffer.from(bytes)])
  await sink.sync()
  if (end === 'keep') await sink.keep()
  if (end === 'drop') await sink.drop()
  await sink.close()
}

async function contentOf(id: string): Promise<Buffer> {
  const file = await files.openGrowing(received.path(id))
  try {
    const parts: Buffer[] = []
    for await (const part of readRange(file, 0, (await file.stat()).size)) parts.push(part)
    return Buffer.concat(parts)
  } finally {
    await file.close()
  }
}

async function newUpload(): Promise<string> {
  const id = randomUUID()
  await received.create(id)
  return id
}

const ANSWERED = 2 * CHUNK_BYTES + 1234

/** An upload of so many answered bytes, and one more chunk whose writer was killed before it was answered. */
async function killedInNextChunk(isVerifiedLater: boolean): Promise<{ id: string; answered: Buffer }> {
  const id = await newUpload()
  const answered = randomBytes(ANSWERED)
  await receive(id, 0, answered)
  await receive(id, ANSWERED, randomBytes(100_000), { isVerifiedLater, end: 'killed' })
  return { id, answered }
}

/** Where on the disk the chunk lies that was written again. */
const SLOT = CHUNK_BYTES + 28
const START = 128 + 2 * SLOT

for (const isVerifiedLater of [false, true]) {
  const kind = isVerifiedLater ? 'with' : 'without'
  test(`killed while its last chunk is written again, ${kind} a checksum, an upload has what was answered`, async () => {
    for (const torn of ['half of the slot', 'none of it', 'a byte of it', 'zeros'] as const) {
      const { id, answered } = await killedInNextChunk(isVerifiedLater)
      const path = received.path(id)
      if (torn === 'zeros') {
        const file = await open(path, 'r+')
        await file.write(Buffer.alloc(SLOT), 0, SLOT, START)
        await file.truncate(START + SLOT)
        await file.close()
      } else {
        const file = await open(path, 'r+')
        await file.truncate(
          START + { 'half of the slot': SLOT / 2, 'none of it': 0, 'a byte of it': 1 }[torn],
        )
        await file.close()
      }
      assert.equal(await received.offsetBytes(id), ANSWERED, torn)
      assert.ok((await contentOf(id)).equals(answered), torn)
      const rest = randomBytes(CHUNK_BYTES)
      await receive(id, ANSWERED, rest, { isVerifiedLater })
      assert.equal(await received.offsetBytes(id), ANSWERED + rest.length)
      assert.ok((await contentOf(id)).equals(Buffer.concat([answered, rest])))
      assert.deepEqual(
        (await readdir(dirname(path))).filter((name) => name.startsWith(id)),
        [id],
      )
    }
  })
}

test('killed before the first byte of the next chunk was written, nothing is lost, nor when what is kept is half', async () => {
  const id = await newUpload()
  const answered = randomBytes(ANSWERED)
  await receive(id, 0, answered)
  for (const half of [Buffer.alloc(0), randomBytes(5), randomBytes(500)]) {
    await writeFile(`${received.path(id)}.tail`, half)
    assert.equal(await received.offsetBytes(id), ANSWERED)
  }
  assert.ok((await contentOf(id)).equals(answered))
})

test('what is kept of an earlier chunk, and came back with a power cut, takes nothing of what came later', async () => {
  const id = await newUpload()
  const answered = randomBytes(ANSWERED)
  await receive(id, 0, answered)
  const path = received.path(id)
  const kept = `${path}.kept`
  await receive(id, ANSWERED, randomBytes(10), { end: 'killed' })
  await copyFile(`${path}.tail`, kept)
  const offset = await received.offsetBytes(id)
  await receive(id, offset ?? 0, randomBytes(CHUNK_BYTES))
  const before = await contentOf(id)
  await copyFile(kept, `${path}.tail`)
  assert.equal(await received.offsetBytes(id), before.length)
  assert.ok((await contentOf(id)).equals(before))
})

test('what was written over the last chunk is on the disk before what is kept of it goes', async (t) => {
  const { id } = await killedInNextChunk(false)
  const path = received.path(id)
  const probe = await open(path)
  const handles: typeof probe = Object.getPrototypeOf(probe)
  await probe.close()
  const { datasync } = handles
  const wasKept: boolean[] = []
  t.mock.method(handles, 'datasync', async function (this: typeof probe) {
    wasKept.push((await readdir(dirname(path))).includes(`${id}.tail`))
    await datasync.call(this)
  })
  assert.equal(await received.offsetBytes(id), ANSWERED + 100_000)
  assert.deepEqual(wasKept, [true])
  assert.ok(!(await readdir(dirname(path))).includes(`${id}.tail`))
})

test('a chunk that was refused leaves the upload as it stood, wherever it stood', async () => {
  for (const answeredBytes of [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1]) {
    for (const bytes of [1, CHUNK_BYTES, 3 * CHUNK_BYTES + 5]) {
      const id = await newUpload()
      const answered = randomBytes(answeredBytes)
      if (answeredBytes > 0) await receive(id, 0, answered)
      await receive(id, answeredBytes, randomBytes(bytes), { isVerifiedLater: true, end: 'drop' })
      assert.equal(await received.offsetBytes(id), answeredBytes)
      assert.ok((await contentOf(id)).equals(answered))
    }
  }
})

test('an upload that was begun in the open goes on in the open', async () => {
  const id = randomUUID()
  const inTheOpen = await ReceivedFiles.open(folder)
  await inTheOpen.create(id)
  const sink = await inTheOpen.openChunk(id, { offsetBytes: 0, isVerifiedLater: false, mostBytes: 10 })
  await sink.write([Buffer.from('begun ')])
  await sink.sync()
  await sink.keep()
  await sink.close()
  assert.equal(await received.offsetBytes(id), 6)
  await receive(id, 6, Buffer.from('goes on'))
  assert.equal(await received.sizeBytes(id), 13)
  assert.equal((await stat(received.path(id))).size, 13)
  assert.equal((await contentOf(id)).toString(), 'begun goes on')
  await received.remove(id)
  assert.equal(await received.offsetBytes(id), undefined)
})
