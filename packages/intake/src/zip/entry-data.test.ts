import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { type TestContext, test } from 'node:test'
import { DEFAULT_LIMITS, type IntakeLimits } from '../limits.ts'
import { Pace } from '../pace.ts'
import { readerOf } from '../testing/work-place.ts'
import { type EntryToMake, makeZip } from '../testing/zip-maker.ts'
import { ArchiveVolume, UnpackedTotal, unpackEntry } from './entry-data.ts'
import { listArchive } from './list-archive.ts'

const DATA = Buffer.from('some bytes, some bytes, some bytes')

async function unpack(
  t: TestContext,
  entries: readonly EntryToMake[],
  changed: Partial<IntakeLimits> = {},
): Promise<readonly Buffer[]> {
  const limits = { ...DEFAULT_LIMITS, ...changed }
  const reader = await readerOf(t, makeZip(entries))
  const volume = new ArchiveVolume(limits, new UnpackedTotal(limits))
  const context = { reader, limits, volume, onPacked: undefined }
  const unpacked: Buffer[] = []
  for (const entry of await listArchive(reader, limits, new Pace())) {
    const chunks: Buffer[] = []
    for await (const chunk of unpackEntry(entry, context)) chunks.push(Buffer.from(chunk))
    unpacked.push(Buffer.concat(chunks))
  }
  return unpacked
}

async function refusedAs(t: TestContext, code: string, entry: EntryToMake, limits?: Partial<IntakeLimits>) {
  await assert.rejects(unpack(t, [entry], limits), { name: 'ContainerRefusal', code })
}

test('stored, deflated, streamed and large entries come out as they went in', async (t) => {
  const large = Buffer.alloc(9_000_000, 'not too easily packed: ')
  for (let at = 0; at < large.length; at += 97) large.writeUInt8(at % 251, at)
  const data = [DATA, DATA, DATA, Buffer.alloc(0), large, large]
  const unpacked = await unpack(t, [
    { name: 'stored', data: DATA, method: 0 },
    { name: 'deflated', data: DATA },
    { name: 'streamed', data: DATA, hasDataDescriptor: true },
    { name: 'empty' },
    { name: 'large', data: large },
    { name: 'large and stored', data: large, method: 0 },
  ])
  for (const [index, bytes] of data.entries()) assert.ok(bytes.equals(unpacked[index] ?? Buffer.alloc(0)))
})

test('a wrong checksum, a wrong size or broken data shows that the archive is damaged', async (t) => {
  await refusedAs(t, 'archive-damaged', { name: 'a', data: DATA, crc32: 1 })
  await refusedAs(t, 'archive-damaged', { name: 'a', data: DATA, sizeBytes: DATA.length - 1 })
  await refusedAs(t, 'archive-damaged', { name: 'a', data: DATA, sizeBytes: DATA.length + 1 })
  await refusedAs(t, 'archive-damaged', { name: 'a', data: DATA, packed: Buffer.alloc(20, 0xff) })
})

test('a lie about the size is found out before more is unpacked', async (t) => {
  const zeros = Buffer.alloc(20_000_000)
  await refusedAs(t, 'archive-damaged', { name: 'a', data: zeros, sizeBytes: 1000 })
  await refusedAs(t, 'archive-damaged', { name: 'a', data: zeros, sizeBytes: 19_000_000 })
})

test('an entry that unpacks to far more than it weighs is a bomb, a small file of zeros is not', async (t) => {
  const limits = { ratioFreeBytes: 1_000_000, maxRatio: 200 }
  await refusedAs(t, 'archive-bomb', { name: 'a', data: Buffer.alloc(5_000_000) }, limits)
  assert.equal((await unpack(t, [{ name: 'a', data: Buffer.alloc(900_000) }], limits)).length, 1)
})

test('many small bombs are one, and so are those of several archives', async (t) => {
  const limits = { ratioFreeBytes: 1_000_000, maxRatio: 200 }
  const small = Array.from({ length: 20 }, (_, index) => ({ name: `${index}`, data: Buffer.alloc(900_000) }))
  await assert.rejects(unpack(t, small, limits), { code: 'archive-bomb' })
  const total = new UnpackedTotal({ ...DEFAULT_LIMITS, maxUnpackedBytes: 10 })
  total.add(10)
  assert.throws(() => total.add(1), { code: 'archive-bomb' })
})

test('an entry that is encrypted by its own header only is seen', async (t) => {
  const zip = makeZip([{ name: 'a', data: DATA }])
  zip.writeUInt16LE(1, 6)
  const reader = await readerOf(t, zip)
  const [entry] = await listArchive(reader, DEFAULT_LIMITS, new Pace())
  assert.ok(entry)
  const context = { reader, limits: DEFAULT_LIMITS, volume: undefined, onPacked: undefined }
  await assert.rejects(unpackEntry(entry, context).next(), { code: 'archive-encrypted' })
})
