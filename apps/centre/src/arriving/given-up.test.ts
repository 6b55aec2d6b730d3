/** Who reads an upload while it comes: what is given of it, and how one that was removed is told. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { plainFiles } from '@epacs/package'
import { Problem } from '../http/index.ts'
import { ArrivingUpload } from '../uploads/arriving-uploads.ts'
import { contentOf } from './content.ts'

const { signal } = new AbortController()
let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epacs-arriving-'))
})
after(() => rm(folder, { recursive: true }))

function upload(): ArrivingUpload {
  return new ArrivingUpload({
    ...{ id: 'u', node: 'n', sender: { id: 's', name: 'S' }, recipients: ['r'], urgent: false },
  })
}

const isNothing = (error: unknown) => error instanceof Problem && error.status === 404

test('one that was removed before it was opened is none', async () => {
  const content = contentOf(upload(), () => plainFiles.open(join(folder, 'gone'), 'r'), 0, signal)[
    Symbol.asyncIterator
  ]()
  await assert.rejects(content.next(), isNothing)
})

test('one that is given up before its first byte is none; later it is cut', async () => {
  const path = join(folder, 'upload')
  await writeFile(path, 'images')
  const early = upload()
  const nothing = contentOf(early, () => plainFiles.open(path, 'r'), 0, signal)
    [Symbol.asyncIterator]()
    .next()
  early.finish('abandoned')
  await assert.rejects(nothing, isNothing)
  const half = upload()
  half.grew(6)
  const content = contentOf(half, () => plainFiles.open(path, 'r'), 2, signal)[Symbol.asyncIterator]()
  assert.equal(String((await content.next()).value), 'ages')
  half.finish('abandoned')
  await assert.rejects(content.next(), /was given up/)
})

test('it ends with the whole', async () => {
  const path = join(folder, 'whole')
  await writeFile(path, 'images')
  const arriving = upload()
  const content = contentOf(arriving, () => plainFiles.open(path, 'r'), 0, signal)[Symbol.asyncIterator]()
  arriving.grew(3)
  assert.equal(String((await content.next()).value), 'ima')
  arriving.grew(6)
  arriving.finish('whole')
  assert.equal(String((await content.next()).value), 'ges')
  assert.equal((await content.next()).done, true)
})
