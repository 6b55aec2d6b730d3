import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { DiskSpace } from '../storage/index.ts'
import type { ApiClient } from '../testing/api-client.ts'
import { TestNetwork } from '../testing/network.ts'
import { ArrivingUploads } from './arriving-uploads.ts'
import { ChunkSeats } from './chunk-seats.ts'
import { OpenUploads } from './open-uploads.ts'
import { ReceivedFiles } from './received-files.ts'
import { sweepUploads } from './remove.ts'
import { UploadLocks } from './upload-lock.ts'
import { PACE, UploadPace } from './upload-pace.ts'
import { TURN_LIMITS, UploadTurns } from './upload-turns.ts'

let network: TestNetwork
let sender: ApiClient
let folder: string
before(async () => {
  network = await TestNetwork.start()
  sender = network.as('sender')
  folder = join(network.folder, 'data/uploads')
})
after(() => network.remove())

test('a mark that a power cut brought back takes nothing of an upload that was complete', async () => {
  const bytes = randomBytes(50_000)
  const id = await sender.upload({ name: 'IM1', bytes })
  const path = join(folder, id.slice(-2), id)
  // Its removal had not reached the disk.
  await writeFile(`${path}.unverified`, '0\n')
  assert.equal((await sender.head(id)).headers['upload-offset'], '50000')
  assert.ok((await readFile(path)).equals(bytes))
})

test('the sweep looks at an upload as its only user: a chunk under way is never cut off', async () => {
  const whole = randomBytes(50_000)
  const id = await sender.createUpload('IM1', whole.length)
  const { centre } = network
  const locks = new UploadLocks()
  const files = await ReceivedFiles.open(folder)
  const looked = files.offsetBytes.bind(files)
  let chunkBegan: Promise<void> | undefined
  files.offsetBytes = async (uploadId) => {
    // A chunk with a checksum arrives now: begins once it may, and leaves its mark before its first byte.
    chunkBegan ??= locks
      .acquire(id, () => {}, 60_000)
      .then(async () => {
        await files.markUnverified(id, 0)
        await writeFile(files.path(id), whole)
      })
    await Promise.race([chunkBegan, new Promise((resolve) => setTimeout(resolve, 200))])
    return await looked(uploadId)
  }
  await sweepUploads({
    centre,
    files,
    locks,
    arriving: new ArrivingUploads(),
    chunkSeats: new ChunkSeats({ inAll: 10, ofInstitution: 10 }),
    turns: new UploadTurns(TURN_LIMITS),
    pace: new UploadPace({ ...PACE, perMinute: 60_000 }),
    openUploads: new OpenUploads(centre.db, { uploads: 10, bytes: Number.MAX_SAFE_INTEGER }),
    space: new DiskSpace(folder, 0),
  })
  await chunkBegan
  const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
  assert.equal(sha256(await readFile(files.path(id))), sha256(whole))
})
