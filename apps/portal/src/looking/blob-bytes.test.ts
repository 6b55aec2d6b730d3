/** Chosen files as the look reads them: many beginnings at once, and no file at the cost of another. */
import assert from 'node:assert/strict'
import { openAsBlob } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { NotLookedInto } from '@epacs/intake/looking'
import { BlobBytes } from './blob-bytes.ts'

/** Of a block that is read at a time. */
const BLOCK = 16 * 1024

/** Of which each byte tells where it is. */
const pattern = (length: number, seed: number) =>
  Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8) + seed) % 251)

test('beginnings of files of every size come together, and what follows them as before', async () => {
  const contents = [0, 1, 9000, BLOCK, BLOCK + 1, 70_000].map(pattern)
  const files = contents.map((content) => new BlobBytes(new Blob([content])))
  BlobBytes.begin(files)
  for (const [index, file] of files.entries()) {
    const content = contents[index] ?? new Uint8Array()
    assert.deepEqual(await file.read(0, 132), content.subarray(0, 132))
    assert.deepEqual(await file.read(BLOCK - 10, 30), content.subarray(BLOCK - 10, BLOCK + 20))
    assert.deepEqual(await file.read(0, 70_000), content)
  }
})

test('one that cannot be read fails alone', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-blob-'))
  t.after(() => rm(folder, { recursive: true }))
  const path = join(folder, 'changed')
  await writeFile(path, pattern(5000, 1))
  const changed = await openAsBlob(path)
  await writeFile(path, pattern(200, 2))
  const good = pattern(3000, 3)
  const files = [new Blob([good]), changed, new Blob([good])].map((blob) => new BlobBytes(blob))
  BlobBytes.begin(files)
  const [before, broken, after] = files
  assert.deepEqual(await before?.read(0, 132), good.subarray(0, 132))
  await assert.rejects(async () => await broken?.read(0, 132), NotLookedInto)
  assert.deepEqual(await after?.read(0, 3000), good)
})

test('what nobody reads fails silently', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-blob-'))
  t.after(() => rm(folder, { recursive: true }))
  const path = join(folder, 'gone')
  await writeFile(path, pattern(5000, 1))
  const gone = await openAsBlob(path)
  await rm(path)
  BlobBytes.begin([new BlobBytes(gone)])
  await new Promise((resolve) => setTimeout(resolve, 50))
})
