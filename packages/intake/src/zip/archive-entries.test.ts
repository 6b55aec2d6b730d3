import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { type TestContext, test } from 'node:test'
import { DEFAULT_LIMITS } from '../limits.ts'
import { Pace } from '../pace.ts'
import { readerOf } from '../testing/work-place.ts'
import { type EntryToMake, makeZip, type ZipToMake } from '../testing/zip-maker.ts'
import { listArchive } from './list-archive.ts'

const DATA = Buffer.from('some bytes')

async function list(t: TestContext, entries: readonly EntryToMake[], whole?: ZipToMake) {
  return await listArchive(await readerOf(t, makeZip(entries, whole)), DEFAULT_LIMITS, new Pace())
}

async function refusedAs(t: TestContext, code: string, entries: readonly EntryToMake[], whole?: ZipToMake) {
  await assert.rejects(list(t, entries, whole), { name: 'ContainerRefusal', code })
}

test('entries are listed in the order of the directory, with what it says of them', async (t) => {
  const entries = await list(t, [
    { name: 'folder/', data: Buffer.alloc(0), method: 0, mode: 0o040755 },
    { name: 'folder/image', data: DATA },
    { name: 'link', data: DATA, mode: 0o120777 },
    { name: 'pipe', data: Buffer.alloc(0), method: 0, mode: 0o010644 },
  ])
  assert.deepEqual(
    entries.map(({ name, kind, sizeBytes }) => ({ name, kind, sizeBytes })),
    [
      { name: 'folder/', kind: 'folder', sizeBytes: 0 },
      { name: 'folder/image', kind: 'file', sizeBytes: DATA.length },
      { name: 'link', kind: 'link', sizeBytes: DATA.length },
      { name: 'pipe', kind: 'special', sizeBytes: 0 },
    ],
  )
})

test('a comment behind the directory does not hide it', async (t) => {
  const comment = 'Made by a CD burner PK\x05\x06'
  assert.equal((await list(t, [{ name: 'a', data: DATA }], { comment })).length, 1)
})

test('an archive that holds more entries than its end record can count is refused, never read in part', async (t) => {
  const names = Array.from({ length: 65_537 }, (_, index) => ({ name: `${index}`, method: 0 }))
  await refusedAs(t, 'archive-damaged', names)
})

test('ten thousand entries are all found', async (t) => {
  const names = Array.from({ length: 10_000 }, (_, index) => ({ name: `${index}`, method: 0 }))
  assert.equal((await list(t, names)).length, 10_000)
})

test('a directory with fewer or more entries than announced is damaged', async (t) => {
  await refusedAs(t, 'archive-damaged', [{ name: 'a', data: DATA }], { entryCount: 2 })
  await refusedAs(t, 'archive-damaged', [{ name: 'a' }, { name: 'b' }], { entryCount: 1 })
})

test('an archive cut off before its directory is damaged', async (t) => {
  const zip = makeZip([{ name: 'a', data: DATA }])
  const reader = await readerOf(t, zip.subarray(0, zip.length - 30))
  await assert.rejects(listArchive(reader, DEFAULT_LIMITS, new Pace()), { code: 'archive-damaged' })
})

test('a part of a split archive is said to be one', async (t) => {
  await refusedAs(t, 'archive-in-parts', [{ name: 'a', data: DATA }], { disk: 1 })
})

test('an archive without entries is empty', async (t) => {
  await refusedAs(t, 'archive-empty', [])
})

test('two entries at one place, or reaching into each other, are refused', async (t) => {
  const once = [{ name: 'a', data: DATA, method: 0 }]
  await refusedAs(t, 'archive-damaged', [...once, { name: 'a', data: DATA, method: 0, headerOffset: 0 }])
  await refusedAs(t, 'archive-damaged', [
    { name: 'a', data: DATA, packed: DATA, compressedBytes: 1000 },
    { name: 'b', data: DATA },
  ])
  await refusedAs(t, 'archive-damaged', [{ name: 'a', data: DATA, headerOffset: 1_000_000 }])
})

test('names that lead out of the archive are refused, with whatever slashes', async (t) => {
  for (const name of ['../a', 'a/../../b', '..\\a', '/etc/passwd', 'C:\\a', 'c:a', '\\\\server\\a']) {
    await refusedAs(t, 'archive-unsafe-path', [{ name, data: DATA }])
  }
  assert.equal((await list(t, [{ name: 'a/..b/...', data: DATA }])).length, 1)
})

test('every kind of encryption is seen', async (t) => {
  await refusedAs(t, 'archive-encrypted', [{ name: 'a', data: DATA, flags: 0x0001 }])
  await refusedAs(t, 'archive-encrypted', [{ name: 'a', data: DATA, flags: 0x0040 }])
  await refusedAs(t, 'archive-encrypted', [{ name: 'a', data: DATA, method: 99 }])
})

test('more entries or more bytes than allowed are refused before anything is unpacked', async (t) => {
  const reader = await readerOf(
    t,
    makeZip([
      { name: 'a', data: DATA },
      { name: 'b', data: DATA },
    ]),
  )
  const refusal = async (limits: Partial<typeof DEFAULT_LIMITS>) =>
    await listArchive(reader, { ...DEFAULT_LIMITS, ...limits }, new Pace())
  await assert.rejects(refusal({ maxArchiveEntries: 1 }), { code: 'archive-too-many-entries' })
  await assert.rejects(refusal({ maxUnpackedBytes: 19 }), { code: 'archive-bomb' })
  assert.equal((await refusal({ maxArchiveEntries: 2, maxUnpackedBytes: 20 })).length, 2)
})
