/** Sendings that nobody would make on purpose: whatever comes, there is a verdict, and no byte is altered. */
import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { OUTCOME_CODES } from './outcome-codes.ts'
import { makeDataSet, makeInstance } from './testing/instance-maker.ts'
import { send, type Taken } from './testing/sending-of.ts'
import type { SentFile } from './testing/work-place.ts'
import { type EntryToMake, makeZip } from './testing/zip-maker.ts'

/** Of the processor: the disk and other programs do not add to it. */
const MAX_PROCESSOR_US = 5_000_000

const image = (number: number) =>
  makeInstance({ sopInstanceUid: `1.2.3.1.1.${number}`, pixels: Buffer.alloc(3000 + number, number) })

/** Sends them; every outcome must be one that the portal can explain. */
async function verdictOn(
  t: TestContext,
  files: readonly SentFile[],
  unpacked?: readonly Buffer[],
): Promise<Taken> {
  const before = process.cpuUsage()
  const taken = await send(t, files, {}, unpacked)
  const { user, system } = process.cpuUsage(before)
  assert.ok(user + system < MAX_PROCESSOR_US)
  for (const { outcome, code, path } of taken.result.files) {
    assert.ok(code === null ? outcome === 'accepted' : OUTCOME_CODES.includes(code), `${path} ${code}`)
  }
  const inPackage = taken.result.files.filter(
    ({ outcome }) => outcome === 'accepted' || outcome === 'warning',
  )
  assert.equal(inPackage.length, taken.result.package?.instances ?? 0)
  if (taken.result.package === null)
    assert.ok(taken.result.files.some(({ outcome }) => outcome === 'refused'))
  return taken
}

const ENTRY_NAME = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 20 }).map((name) => `x${name}`),
  fc.constantFrom(
    'a.dcm',
    'IM000001',
    'b/IM2',
    'dicomdir',
    'readme.txt',
    'cd/',
    'x/DICOMDIR;1',
    '__MACOSX/._a.dcm',
  ),
)
const IMAGE_NUMBER = fc.nat(5)
const CONTENT = fc.oneof(
  { weight: 5, arbitrary: IMAGE_NUMBER.map(image) },
  { weight: 1, arbitrary: IMAGE_NUMBER.map((number) => makeDataSet({ sopInstanceUid: `1.2.9.${number}` })) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: IMAGE_NUMBER.map((number) => makeZip([{ name: 'in', data: image(number) }])) },
  { weight: 1, arbitrary: fc.nat(3000).map((length) => image(1).subarray(0, length)) },
)
const ENTRY: fc.Arbitrary<EntryToMake & { data: Buffer }> = fc.record({
  name: ENTRY_NAME.map((name) => name.replaceAll(/[/\\]\.\.|^[a-z]:/giu, '')),
  data: CONTENT,
  method: fc.constantFrom(0, 8, 8),
  hasDataDescriptor: fc.boolean(),
  mode: fc.constantFrom(0o100644, 0o100644, 0o100644, 0o120777),
})

test('archives of any structure: what is whole in them is delivered, once', async (t) => {
  const property = fc.asyncProperty(fc.array(ENTRY, { minLength: 1, maxLength: 12 }), async (entries) => {
    const files = [{ path: 'a.zip', bytes: makeZip(entries) }]
    await verdictOn(
      t,
      files,
      entries.map(({ data }) => data),
    )
  })
  await fc.assert(property, { numRuns: 100 })
})

const whole = [1, 2, 3].map(image)
const archive = makeZip([
  { name: 'DICOM/1', data: image(1) },
  { name: 'DICOM/2', data: image(2), method: 0 },
  { name: 'readme.txt', data: Buffer.from('Read me') },
  { name: 'DICOM/3', data: image(3), hasDataDescriptor: true },
])

test('an archive with flipped bits never delivers an image that was not in it', async (t) => {
  const flips = fc.array(fc.nat(archive.length * 8 - 1), { minLength: 1, maxLength: 3 })
  const property = fc.asyncProperty(flips, async (positions) => {
    const { result } = await verdictOn(t, [{ path: 'a.zip', bytes: flipped(archive, positions) }], whole)
    assert.ok((result.package?.instances ?? 0) <= 3)
  })
  await fc.assert(property, { numRuns: 150 })
})

test('an archive with flipped bits in its directories is refused or read as it was', async (t) => {
  const directoryAt = archive.indexOf('PK\x01\x02', 0, 'latin1')
  const flips = fc.array(fc.integer({ min: directoryAt * 8, max: archive.length * 8 - 1 }), {
    minLength: 1,
    maxLength: 2,
  })
  const property = fc.asyncProperty(flips, async (positions) => {
    await verdictOn(t, [{ path: 'a.zip', bytes: flipped(archive, positions) }], whole)
  })
  await fc.assert(property, { numRuns: 150 })
})

test('an archive that lost a part of itself is refused or read as it was', async (t) => {
  const cut = fc.tuple(fc.nat(archive.length), fc.nat(archive.length))
  const property = fc.asyncProperty(cut, async ([one, other]) => {
    const rest = [archive.subarray(0, Math.min(one, other)), archive.subarray(Math.max(one, other))]
    if (rest.every(({ length }) => length === 0)) return
    await verdictOn(t, [{ path: 'a.zip', bytes: Buffer.concat(rest) }], whole)
  })
  await fc.assert(property, { numRuns: 150 })
})

test('a DICOM file with flipped bits is refused or taken as it is', async (t) => {
  const file = image(1)
  const flips = fc.array(fc.nat(900 * 8), { minLength: 1, maxLength: 4 })
  const property = fc.asyncProperty(flips, async (positions) => {
    await verdictOn(t, [{ path: 'a.dcm', bytes: flipped(file, positions) }])
  })
  await fc.assert(property, { numRuns: 150 })
})

function flipped(bytes: Buffer, bits: readonly number[]): Buffer {
  const changed = Buffer.from(bytes)
  for (const bit of bits) {
    const at = Math.floor(bit / 8)
    changed.writeUInt8(changed.readUInt8(at) ^ (1 << (bit % 8)), at)
  }
  return changed
}
