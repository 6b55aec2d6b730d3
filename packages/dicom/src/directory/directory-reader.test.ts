/** DICOMDIRs of CDs: real ones with real faults, and whatever chance makes of them. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { DicomError } from '../dicom-error.ts'
import { type DirectoryListing, DirectoryReader } from './index.ts'

const SHARED = resolve(process.env.EPACS_SHARED ?? join(import.meta.dirname, '../../../../../shared'))
const proof = (name: string) => readFile(join(SHARED, 'oracle/proof', name, 'DICOMDIR'))
const good = await proof('good')

function read(bytes: Uint8Array, chunkBytes = bytes.length, limits = {}): DirectoryListing {
  const reader = new DirectoryReader(limits)
  for (let at = 0; at < bytes.length; at += chunkBytes) reader.push(bytes.subarray(at, at + chunkBytes))
  return reader.end()
}

const codes = ({ oddities }: DirectoryListing) => oddities.map(({ code }) => code)
const names = ({ files }: DirectoryListing) => files.map(({ fileId }) => fileId.join('/'))
const ALL = ['PAT1/IM000001', 'PAT2/CT000001', 'PAT2/IM000001']

test('a DICOMDIR that is in order lists its files in the order of the records', () => {
  const listing = read(good)
  assert.deepEqual(codes(listing), [])
  assert.deepEqual(names(listing).sort(), ALL)
  assert.ok(listing.files.every(({ recordType, sopInstanceUid }) => recordType === 'IMAGE' && sopInstanceUid))
})

test('what is wrong with a DICOMDIR is told, and its files are listed all the same', async () => {
  const expected = {
    broken_cyc: ['cycle', 'unreachable-record'],
    broken_off: ['wrong-offset', 'unreachable-record'],
    broken_low: ['irregular-file-id'],
    broken_typ: [],
    broken_uid: [],
  }
  for (const [name, oddities] of Object.entries(expected)) {
    const listing = read(await proof(name))
    assert.deepEqual(codes(listing), oddities, name)
    assert.deepEqual(
      names(listing)
        .map((each) => each.toUpperCase())
        .sort(),
      ALL,
      name,
    )
  }
})

test('a DICOMDIR that ends early lists what came before, down to a record that lost its end', () => {
  const lengths = new Set<number>()
  for (let bytes = good.length - 1; bytes > 0; bytes -= 7) {
    try {
      const listing = read(good.subarray(0, bytes))
      assert.ok(codes(listing).includes('truncated') || codes(listing).includes('no-records'), `${bytes}`)
      lengths.add(listing.files.length)
    } catch (error) {
      assert.ok(error instanceof DicomError)
    }
  }
  assert.deepEqual([...lengths].sort(), [0, 1, 2, 3])
})

test('offsets that are all zero, a missing level and records out of use', () => {
  const changed = (change: (bytes: Buffer) => void): DirectoryListing => {
    const bytes = Buffer.from(good)
    change(bytes)
    return read(bytes)
  }
  const withoutOffsets = changed((bytes) => {
    for (const tag of [0x1200, 0x1202, 0x1400, 0x1420]) clearNumbers(bytes, tag, 4)
  })
  assert.deepEqual(codes(withoutOffsets), ['no-offsets'])
  assert.equal(withoutOffsets.files.length, 3)
  const withoutPatients = changed((bytes) => {
    for (let at = bytes.indexOf('PATIENT '); at >= 0; at = bytes.indexOf('PATIENT '))
      bytes.write('PRIVATE ', at)
  })
  assert.deepEqual(codes(withoutPatients), ['no-patient-records'])
  const outOfUse = changed((bytes) => clearNumbers(bytes, 0x1410, 2))
  assert.deepEqual(outOfUse.files, [])
})

/** Zeroes the values of elements (0004,element) in Explicit VR Little Endian. */
function clearNumbers(bytes: Buffer, element: number, length: number): void {
  const tag = Buffer.from([0x04, 0x00, element & 0xff, element >>> 8])
  for (let at = bytes.indexOf(tag); at >= 0; at = bytes.indexOf(tag, at + 1))
    bytes.fill(0, at + 8, at + 8 + length)
}

test('any split of the bytes gives the same listing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.nat(good.length), (chunkBytes, cut) => {
      const bytes = good.subarray(0, cut)
      assert.deepEqual(outcomeOf(bytes, chunkBytes), outcomeOf(bytes, bytes.length))
    }),
  )
})

function outcomeOf(bytes: Uint8Array, chunkBytes: number): DirectoryListing | string {
  try {
    return read(bytes, Math.max(1, chunkBytes))
  } catch (error) {
    assert.ok(error instanceof DicomError)
    return error.code
  }
}

test('bytes changed by chance never throw anything but a DicomError', () => {
  const change = fc.record({ at: fc.nat(good.length - 1), byte: fc.nat(255) })
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 20 }), (changes) => {
      const bytes = Buffer.from(good)
      for (const { at, byte } of changes) bytes[at] = byte
      outcomeOf(bytes, 333)
    }),
    { numRuns: 500 },
  )
  fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => void outcomeOf(bytes, 50)))
})

test('more records than allowed are refused before they fill the memory', () => {
  assert.equal(read(good, 100, { maxRecords: 20 }).files.length, 3)
  assert.throws(
    () => read(good, 100, { maxRecords: 2 }),
    (error) => error instanceof DicomError && error.code === 'header-too-large',
  )
})

test('what is no DICOMDIR is told as such', async () => {
  for (const bytes of [
    new Uint8Array(),
    Buffer.from('MZ this is a viewer'),
    await readFile(join(SHARED, 'data/files/ct/CT_small.dcm')),
  ]) {
    assert.throws(() => read(bytes), DicomError)
  }
})
