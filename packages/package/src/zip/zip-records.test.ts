/** Fields of 32 and 16 bits give way to zip64 exactly where they overflow (APPNOTE.TXT 4.4.1.4, 4.5.3). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeCentralHeader, encodeEnd, encodeLocalHeader, ZIP64_THRESHOLDS } from './zip-records.ts'

const LAST_32 = 0xfffffffe
const ENTRY = { name: 'IMAGES/A', sizeBytes: LAST_32, crc32: 1, headerOffset: LAST_32, hasZip64Header: false }
const HEADER_BYTES = 46 + ENTRY.name.length
const central = (changes: Partial<typeof ENTRY>) =>
  encodeCentralHeader({ ...ENTRY, ...changes }, ZIP64_THRESHOLDS)

test('an entry that just fits has no zip64', () => {
  const header = central({})
  assert.equal(header.length, HEADER_BYTES)
  assert.equal(header.readUInt16LE(6), 20)
  assert.deepEqual(
    [header.readUInt32LE(20), header.readUInt32LE(24), header.readUInt32LE(42)],
    [LAST_32, LAST_32, LAST_32],
  )
})

test('a size or an offset that overflows stands in the extra field, and only that', () => {
  const far = central({ headerOffset: 0xffffffff })
  assert.deepEqual(
    [far.length, far.readUInt16LE(6), far.readUInt32LE(42), far.readUInt32LE(24)],
    [HEADER_BYTES + 12, 45, 0xffffffff, LAST_32],
  )
  assert.equal(far.readBigUInt64LE(HEADER_BYTES + 4), 0xffffffffn)
  const large = central({ sizeBytes: 5_000_000_000, hasZip64Header: true })
  assert.equal(large.length, HEADER_BYTES + 20)
  assert.equal(large.readBigUInt64LE(HEADER_BYTES + 4), 5_000_000_000n)
  const both = central({ sizeBytes: 5_000_000_000, headerOffset: 6_000_000_000, hasZip64Header: true })
  assert.equal(both.length, HEADER_BYTES + 28)
  assert.equal(both.readBigUInt64LE(HEADER_BYTES + 20), 6_000_000_000n)
})

test('a local header with room for zip64 tells the sizes there', () => {
  const header = encodeLocalHeader({ ...ENTRY, sizeBytes: 5_000_000_000, hasZip64Header: true })
  assert.equal(header.length, 30 + ENTRY.name.length + 20)
  assert.deepEqual([header.readUInt32LE(18), header.readUInt32LE(22)], [0xffffffff, 0xffffffff])
  assert.equal(header.readBigUInt64LE(header.length - 8), 5_000_000_000n)
})

test('the end of the archive has its zip64 form when entries or places overflow', () => {
  const end = (entries: number, offset: number) =>
    encodeEnd({ entries, offset, sizeBytes: 100 }, ZIP64_THRESHOLDS)
  assert.equal(end(0xfffe, LAST_32).length, 22)
  for (const [entries, offset] of [
    [0xffff, 0],
    [100_001, 0],
    [1, 0xffffffff],
    [1, 50_000_000_000],
  ] as const) {
    const bytes = end(entries, offset)
    assert.equal(bytes.length, 22 + 56 + 20)
    assert.deepEqual(
      [bytes.readBigUInt64LE(32), bytes.readBigUInt64LE(48)],
      [BigInt(entries), BigInt(offset)],
    )
    assert.equal(bytes.readBigUInt64LE(56 + 8), BigInt(offset + 100))
  }
})
