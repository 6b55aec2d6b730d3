import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { NodeDatabase } from './database.ts'
import { EarlyImages } from './early-images.ts'
import { IncomingQueue } from './incoming.ts'

const MINUTE_MS = 60_000
const image = { sopInstanceUid: '1.2.3', sha256: 'ab'.repeat(32), pacs: 'PACS' }

/** The image is at the PACS since the upload `first` came. */
async function early(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-early-images-'))
  const database = NodeDatabase.open(join(folder, 'node.sqlite'))
  t.after(async () => {
    database.close()
    await rm(folder, { recursive: true })
  })
  t.mock.timers.enable({ apis: ['Date'], now: Date.parse('2026-01-02T03:04:05Z') })
  const images = new EarlyImages(database)
  const queue = new IncomingQueue(database)
  images.begin('first', 'Motol')
  images.stored('first', { ...image, status: 0, comment: '' })
  return {
    images,
    /** Of the very image, listed and claimed. @returns how many waited, and how many were stored */
    comes(message: string, arrivedAs: string) {
      const told = {
        message,
        sender: { name: 'Motol' },
        urgent: false,
        arrivedAs,
        instances: 1,
        sizeBytes: 4,
      }
      queue.learn([told])
      const { sopInstanceUid, sha256 } = image
      const place = { position: 0, offsetBytes: 0, sizeBytes: 4 }
      const kind = { sopClassUid: '1.2', transferSyntaxUid: '1.2.840.10008.1.2.1', modality: 'CT' }
      queue.listed(message, [{ sopInstanceUid, sha256, ...kind, ...place }], () => [image.pacs])
      images.claim(message, arrivedAs, 'Motol')
      const { waiting, stored } = queue.count(message)
      return { waiting, stored }
    },
    later: (minutes: number) => t.mock.timers.setTime(Date.now() + minutes * MINUTE_MS),
  }
}

test('what came early is not stored twice, also when its upload was broken off and came again as another', async (t) => {
  const { images, comes, later } = await early(t)
  later(2)
  images.begin('second', 'Motol')
  assert.equal(images.isStored('Motol', image), true)
  assert.deepEqual(comes('message', 'second'), { waiting: 0, stored: 1 })
})

test('what was said to be a stray may be gone from the PACS: it is stored with the message, and a stray no more', async (t) => {
  const { images, comes, later } = await early(t)
  later(11)
  assert.equal(images.newStrays().length, 1)
  images.begin('second', 'Motol')
  assert.equal(images.isStored('Motol', image), false)
  assert.deepEqual(comes('message', 'second'), { waiting: 1, stored: 0 })
  assert.deepEqual(images.strays(10), [])
})

test('the upload of a stray may go on after all: its images are stored anew', async (t) => {
  const { images, comes, later } = await early(t)
  later(11)
  assert.equal(images.newStrays().length, 1)
  images.begin('first', 'Motol')
  assert.equal(images.isStored('Motol', image), false)
  assert.deepEqual(comes('message', 'first'), { waiting: 1, stored: 0 })
})
