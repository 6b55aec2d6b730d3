import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { copyFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, mock, test } from 'node:test'
import { ifPresent, PackageReadError, type PieceStore } from '../storage/index.ts'
import type { ApiClient } from '../testing/api-client.ts'
import { TestNetwork } from '../testing/network.ts'
import { adoptFiles } from './adopt-files.ts'
import { NotAtHandError } from './not-at-hand.ts'
import { TakenOverError } from './received-bytes.ts'
import { ReceivedFiles } from './received-files.ts'
import { ReceivedPieces } from './received-pieces.ts'

const objects = new Map<string, { bytes: Buffer; storedAt: Date }>()
/** How a real one behaves is tested with the store of packages. */
const memory: PieceStore = {
  async put(name, bytes) {
    assert.ok(!objects.has(name), 'a name is used once')
    objects.set(name, { bytes: Buffer.from(bytes), storedAt: new Date() })
  },
  async get(name) {
    const object = objects.get(name)
    assert.ok(object)
    return object.bytes
  },
  async remove(name) {
    objects.delete(name)
  },
  async *list() {
    for (const [name, { storedAt }] of objects) yield { name, storedAt }
  },
}

const { signal } = new AbortController()

let network: TestNetwork
let sender: ApiClient
let folder: string
let pieces: ReceivedPieces
before(async () => {
  network = await TestNetwork.start()
  sender = network.as('sender')
  folder = await mkdtemp(join(tmpdir(), 'epacs-pieces-'))
  pieces = new ReceivedPieces(memory, network.centre.db)
})
after(async () => {
  await network.remove()
  await rm(folder, { recursive: true, force: true })
})

const options = (offsetBytes: number, isVerifiedLater = false) => ({
  offsetBytes,
  isVerifiedLater,
  mostBytes: 100,
})
const bytesOf = async (id: string) => (await readFile(await pieces.bring(id, folder, signal))).toString()

async function begun(): Promise<string> {
  const id = await sender.createUpload('IM1', 100)
  await pieces.create(id)
  return id
}

test('of two processes that write to one upload, one alone goes on, and nothing is mixed', async () => {
  const id = await begun()
  const [first, second] = [await pieces.openChunk(id, options(0)), await pieces.openChunk(id, options(0))]
  await first.write([Buffer.from('first')])
  await second.write([Buffer.from('second')])
  await first.sync()
  await assert.rejects(second.sync(), TakenOverError)
  await first.write([Buffer.from(' goes on')])
  await first.sync()
  for (const sink of [first, second]) await sink.close()
  assert.equal(await pieces.offsetBytes(id), 13)
  assert.equal(await bytesOf(id), 'first goes on')

  const third = await pieces.openChunk(id, options(13))
  await third.write([Buffer.from('!?')])
  await third.sync()
  const fourth = await pieces.openChunk(id, options(15))
  await fourth.write([Buffer.from('!')])
  await fourth.sync()
  await assert.rejects(third.drop(), TakenOverError)
  assert.equal(await bytesOf(id), 'first goes on!?!', 'what another built on stays')
  await fourth.drop()
  assert.equal(await bytesOf(id), 'first goes on!?')
})

test('a chunk that is verified later counts with its verdict alone', async () => {
  const id = await begun()
  const before = objects.size
  const wrong = await pieces.openChunk(id, options(0, true))
  await wrong.write([Buffer.from('wrong')])
  await wrong.sync()
  assert.equal(await pieces.offsetBytes(id), 0)
  await wrong.drop()
  assert.equal(objects.size, before)
  const right = await pieces.openChunk(id, options(0, true))
  await right.write([Buffer.from('right')])
  await right.sync()
  await right.keep()
  assert.equal(await bytesOf(id), 'right')
})

test('a piece that is not as it was put is told', async () => {
  const id = await begun()
  const sink = await pieces.openChunk(id, options(0))
  await sink.write([Buffer.from('as it was')])
  await sink.sync()
  const name = [...objects.keys()].find((each) => each.includes(id)) ?? ''
  objects.set(name, { bytes: Buffer.from('not as it'), storedAt: new Date() })
  await assert.rejects(pieces.bring(id, folder, signal), /not what was put there/)
  mock.method(memory, 'get', () => Promise.reject(new PackageReadError('breaks off')), { times: 1 })
  await assert.rejects(pieces.bring(id, folder, signal), NotAtHandError)
  const elsewhere = await sender.createUpload('IM1', 100)
  await assert.rejects(pieces.bring(elsewhere, folder, signal), NotAtHandError)
})

test('what nobody needs goes: pieces of uploads that are gone, and old ones that are in no list', async () => {
  const id = await begun()
  const sink = await pieces.openChunk(id, options(0))
  await sink.write([Buffer.from('here')])
  await sink.sync()
  const [gone, old, young] = [
    await begun(),
    `ff/${id}/00000000000009-aaaaaaaaaaaa`,
    `ff/${id}/00000000000009-bbbbbbbbbbbb`,
  ]
  const other = await pieces.openChunk(gone, options(0))
  await other.write([Buffer.from('gone')])
  await other.sync()
  await network.centre.db.deleteFrom('upload').where('id', '=', gone).execute()
  objects.set(old, { bytes: Buffer.alloc(1), storedAt: new Date(Date.now() - 50 * 3_600_000) })
  objects.set(young, { bytes: Buffer.alloc(1), storedAt: new Date() })
  await pieces.sweep()
  const names = [...objects.keys()]
  assert.ok(!names.some((name) => name.includes(gone)) && !names.includes(old))
  assert.ok(names.includes(young))
  assert.equal(await bytesOf(id), 'here')
})

test('uploads in files of a centre that shared none go where all find them, also when that is broken off', async () => {
  const bytes = randomBytes(3_000_000)
  const [whole, half] = [
    await sender.upload({ name: 'IM1', bytes }),
    await sender.createUpload('IM2', bytes.length),
  ]
  await sender.patch(half, 0, bytes.subarray(0, 1_000_000))
  const before = await ReceivedFiles.open(join(network.folder, 'data/uploads'))
  const old = join(folder, 'uploads')
  const files = await ReceivedFiles.open(old)
  for (const id of [whole, half]) await copyFile(before.path(id), files.path(id))
  await pieces.create(whole)
  const brokenOff = await pieces.openChunk(whole, { ...options(0), mostBytes: 2_000_000 })
  await brokenOff.write([Buffer.from(bytes.subarray(0, 2_000_000))])
  await brokenOff.sync()
  await brokenOff.close()
  // Its sender goes on with it at another process, just then.
  const openChunk = pieces.openChunk.bind(pieces)
  const opened = mock.method(pieces, 'openChunk', async (...of: Parameters<typeof openChunk>) => {
    opened.mock.restore()
    const late = await openChunk(...of)
    const [id, { offsetBytes }] = of
    const first = await openChunk(id, { ...options(offsetBytes), mostBytes: 1000 })
    await first.write([Buffer.from(bytes.subarray(offsetBytes, offsetBytes + 1000))])
    await first.sync()
    await first.close()
    return late
  })
  await adoptFiles(network.centre, pieces, old)
  assert.equal(opened.mock.callCount(), 1)
  assert.ok((await readFile(await pieces.bring(whole, folder, signal))).equals(bytes))
  assert.equal(await pieces.offsetBytes(half), 1_000_000)
  assert.equal(await ifPresent(stat(old)), undefined)
})
