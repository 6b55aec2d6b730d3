/** What is known of an image that went early to a PACS, whatever came of it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NodeDatabase } from './database.ts'
import { EarlyImages } from './early-images.ts'

const image = { sopInstanceUid: '1.2.3', sha256: 'a', pacs: 'ARCHIVE' }
const SENDER = 'Motol'

function begun() {
  const database = NodeDatabase.open(':memory:')
  const images = new EarlyImages(database)
  images.begin('upload', SENDER)
  const age = () => database.run('update early_reading set changed_ms = changed_ms - 700000')
  return { images, age }
}

test('an image whose answer was lost is named, and goes once more', () => {
  const { images, age } = begun()
  images.goes('upload', image)
  assert.equal(images.isStored(SENDER, image), false)
  age()
  assert.deepEqual(
    images.strays(10).map(({ images: count }) => count),
    [1],
  )
})

test('one that was stored is stored, and one that was refused is not named', () => {
  const { images, age } = begun()
  images.goes('upload', image)
  images.stored('upload', { ...image, status: 0, comment: '' })
  images.goes('upload', { ...image, sopInstanceUid: '1.2.4' })
  images.notStored('upload', { ...image, sopInstanceUid: '1.2.4' })
  assert.equal(images.isStored(SENDER, image), true)
  age()
  assert.deepEqual(
    images.strays(10).map(({ images: count }) => count),
    [1],
  )
})
