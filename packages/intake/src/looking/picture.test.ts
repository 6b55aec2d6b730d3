/** The middle image of a series, wherever it lies, as a picture. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sharedFile } from '../testing/shared-data.ts'
import { NotLookedInto } from './index.ts'
import { Looking } from './looking.ts'
import { pictureAt } from './picture.ts'
import type { ReadableBytes } from './readable-bytes.ts'

const NO_DECODERS = { most: 32, decoders: new Map() }

function inMemory(bytes: Uint8Array): ReadableBytes {
  return {
    sizeBytes: bytes.length,
    read: async (start, length) => bytes.slice(start, start + length),
  }
}

const noArchives = () => Promise.reject(new NotLookedInto('there are no archives here'))

test('the middle image goes by Instance Number, not by the order of the files', async () => {
  const looking = new Looking({ openDirectory: noArchives })
  const order = ['03', '01', '02']
  const files = order.map((name) => inMemory(sharedFile(`files/ct/ct-3slice/${name}.dcm`).bytes))
  for (const [id, bytes] of files.entries()) await looking.lookAt({ id, path: `IM${id}`, bytes })
  const { patients } = await looking.found('all')
  const key = patients[0]?.studies[0]?.series[0]?.key ?? ''
  const place = looking.middleOf(key)
  assert.deepEqual(place, { kind: 'file', id: order.indexOf('02') })
  const [, , middle] = files
  assert.ok(middle && place)
  const picture = await pictureAt(middle, place, NO_DECODERS)
  assert.ok(picture.kind === 'picture' && picture.width <= 32 && picture.height <= 32)
  assert.equal(looking.middleOf('another'), undefined)
})

test('an image that cannot be read has no picture, and nothing is thrown', async () => {
  const unreadable: ReadableBytes = {
    sizeBytes: 10_000,
    read: () => Promise.reject(new NotLookedInto('the disk is gone')),
  }
  const noPicture = { kind: 'none', why: 'unreadable' }
  assert.deepEqual(await pictureAt(unreadable, { kind: 'file', id: 0 }, NO_DECODERS), noPicture)
  const cut = inMemory(sharedFile('files/mr/MR_small.dcm').bytes.subarray(0, 3000))
  assert.deepEqual(await pictureAt(cut, { kind: 'file', id: 0 }, NO_DECODERS), noPicture)
})
