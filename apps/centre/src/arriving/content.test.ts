import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import test from 'node:test'
import type { OpenedFile } from '@epacs/package'
import { until } from '../testing/until.ts'
import { ArrivingUpload } from '../uploads/arriving-uploads.ts'
import { contentOf } from './content.ts'

const announcement = {
  id: 'upload',
  node: 'n',
  sender: { id: 'a', name: 'Motol' },
  recipients: ['b'],
  urgent: false,
}

function reading() {
  const upload = new ArrivingUpload(announcement)
  const reader = upload.beginReading('b')
  let isOpen = true
  const file = {
    async read(target: Buffer, offset: number, length: number) {
      target.fill(1, offset, offset + length)
      return { bytesRead: length, buffer: target }
    },
    async close() {
      isOpen = false
    },
  } as unknown as OpenedFile
  const content = contentOf(upload, async () => file, 0, reader.signal)
  return { upload, reader, content, isOpen: () => isOpen }
}

test('an upload that changes often leaves nothing with its reader', async () => {
  const { upload, reader, content, isOpen } = reading()
  const listeners = () => getEventListeners(reader.signal, 'abort').length
  const parts = content[Symbol.asyncIterator]()
  const counted = new Set<number>()
  for (let bytes = 1; bytes <= 100; bytes++) {
    const next = parts.next()
    await new Promise(setImmediate)
    upload.grew(bytes)
    assert.equal((await next).value?.length, 1)
    counted.add(listeners())
  }
  assert.ok(Math.max(...counted) <= 2, `${[...counted]}: its stream's, and the one that waits`)
  upload.finish('whole')
  assert.equal((await parts.next()).done, true)
  await until('the file is closed', () => !isOpen())
})

test('a reader that takes nothing lets its file go when it may not read any more', async () => {
  const { upload, reader, content, isOpen } = reading()
  upload.grew(50_000_000)
  const failed = new Promise((resolve) => content.once('error', resolve))
  // It begins, and is not read on.
  content.read(0)
  await until('its buffer is full', () => content.readableLength > 0)
  assert.equal(isOpen(), true)
  reader.abort(new Error('the node may not read any more'))
  await failed
  await until('the file is closed', () => !isOpen())
})
