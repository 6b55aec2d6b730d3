/** Writing packages: whatever is begun, taken back and dropped, what comes out is what went in. */
import assert from 'node:assert/strict'
import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { InstanceReader } from '@epacs/dicom'
import fc from 'fast-check'
import { openPackage } from './open-package.ts'
import { PackageError } from './package-error.ts'
import { type IndexEntry, readIndex } from './package-index.ts'
import { PackageWriter } from './package-writer.ts'
import type { PackageTuning } from './packaging.ts'
import { readZip, temporaryFolder } from './testing/judges.ts'
import { makeInstance } from './testing/make-instance.ts'
import { packFiles } from './testing/pack-files.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function entriesOf(indexPath: string): Promise<readonly IndexEntry[]> {
  const entries: IndexEntry[] = []
  for await (const entry of readIndex(indexPath)) entries.push(entry)
  return entries
}

/** Everything that must hold of a finished package, by eyes other than its writer's. */
async function requirePackage(
  { packagePath, indexPath }: { packagePath: string; indexPath: string },
  facts: { sizeBytes: number; instances: number; sha256: string },
  instances: readonly Uint8Array[],
): Promise<void> {
  const whole = await readFile(packagePath)
  assert.deepEqual(facts, { sizeBytes: whole.length, instances: instances.length, sha256: sha256(whole) })
  const listing = await readZip(packagePath)
  assert.equal(listing.at(-1)?.name, 'DICOMDIR')
  const entries = await entriesOf(indexPath)
  assert.deepEqual(
    entries.map(({ fileId, offset, sha256 }) => ({ name: fileId, sha256, offset })),
    listing.slice(0, -1),
  )
  assert.deepEqual(
    entries.map(({ sha256 }) => sha256),
    instances.map(sha256),
  )
  for (const [at, { offset, sizeBytes }] of entries.entries()) {
    assert.ok(whole.subarray(offset, offset + sizeBytes).equals(instances[at] ?? Buffer.alloc(0)))
  }
}

type Step =
  | {
      readonly kind: 'commit' | 'abandon'
      readonly series: number
      readonly bytes: number
      readonly split: number
    }
  | { readonly kind: 'drop' | 'read' | 'remark'; readonly which: number }

const aStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('commit' as const),
      series: fc.nat(3),
      bytes: fc.nat(20_000),
      split: fc.integer({ min: 100, max: 9000 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('abandon' as const),
      series: fc.nat(3),
      bytes: fc.nat(20_000),
      split: fc.integer({ min: 100, max: 9000 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('drop' as const, 'read' as const, 'remark' as const),
      which: fc.nat(1000),
    }),
  },
)

interface Committed {
  readonly number: number
  readonly bytes: Buffer
  isDropped: boolean
  remark: string | undefined
}

async function takeStep(
  writer: PackageWriter,
  step: Step,
  committed: Committed[],
  at: number,
): Promise<void> {
  if ('series' in step) {
    const bytes = makeInstance({
      SOPInstanceUID: `1.2.3.4.${at + 1}`,
      SeriesInstanceUID: `1.2.3.1.${step.series + 1}`,
      InstanceNumber: String(at),
      PixelData: Buffer.alloc(step.bytes + (step.bytes % 2), at),
    })
    const reader = new InstanceReader()
    await writer.begin(bytes.length)
    for (let from = 0; from < bytes.length; from += step.split) {
      // A buffer that is used again, as readers of files do.
      const chunk = Buffer.from(bytes.subarray(from, from + step.split))
      reader.push(chunk)
      await writer.append(chunk)
      chunk.fill(0xee)
      if (step.kind === 'abandon' && from > bytes.length / 2) break
    }
    if (step.kind === 'abandon') return await writer.abandon()
    const result = await writer.commit(reader.end(), { path: `file ${at}` })
    assert.equal(result.sha256, sha256(bytes))
    committed.push({ number: result.instance, bytes, isDropped: false, remark: undefined })
    return
  }
  const chosen = committed[step.which % Math.max(1, committed.length)]
  if (chosen === undefined) return
  if (step.kind === 'read') assert.ok((await buffer(writer.read(chosen.number))).equals(chosen.bytes))
  else if (step.kind === 'drop') {
    writer.drop(chosen.number)
    chosen.isDropped = true
  } else {
    chosen.remark = `remark ${at}`
    writer.setRemark(chosen.number, { code: 'another-patient', detail: chosen.remark })
  }
}

async function writeSteps(t: TestContext, steps: readonly Step[], tuning: PackageTuning): Promise<void> {
  const folder = await temporaryFolder(t)
  const place = { packagePath: join(folder, 'p.zip'), indexPath: join(folder, 'index'), workFolder: folder }
  const writer = await PackageWriter.create(place, tuning)
  const committed: Committed[] = []
  for (const [at, step] of steps.entries()) await takeStep(writer, step, committed, at)
  const { facts, studies } = await writer.finish()
  const kept = committed.filter(({ isDropped }) => !isDropped)
  await requirePackage(
    place,
    facts,
    kept.map(({ bytes }) => bytes),
  )
  const counted = studies.flatMap(({ series }) => series).reduce((sum, { instances }) => sum + instances, 0)
  assert.equal(counted, kept.length)
  assert.deepEqual(
    (await entriesOf(place.indexPath)).map(({ remark }) => remark?.detail),
    kept.map(({ remark }) => remark),
  )
  assert.deepEqual((await readdir(folder)).sort(), ['index', 'p.zip'])
}

test('instances begun, appended in any split, committed, abandoned, dropped and read in any order', async (t) => {
  const aTuning = fc.record({
    bufferBytes: fc.constantFrom(3000, 64 * 1024),
    hashThreadFromBytes: fc.constantFrom(5000, 10_000_000),
    thresholds: fc.constantFrom({ bytes: 0xffffffff, entries: 0xffff }, { bytes: 6000, entries: 4 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(aStep, { maxLength: 25 }), aTuning, (steps, tuning) =>
      writeSteps(t, steps, tuning),
    ),
    { numRuns: 25 },
  )
})

test('equal input makes an equal package, whatever the place and the buffers', async (t) => {
  const files = [1, 2, 3].map((number) => ({
    path: `${number}`,
    bytes: makeInstance({ SOPInstanceUID: `1.2.3.4.${number}`, PatientID: undefined, StudyDate: undefined }),
  }))
  const one = await packFiles(await temporaryFolder(t), files)
  const other = await packFiles(await temporaryFolder(t), files, {
    bufferBytes: 1000,
    hashThreadFromBytes: 1000,
  })
  assert.deepEqual(one.facts, other.facts)
  const different = await packFiles(await temporaryFolder(t), files.slice(1))
  assert.notEqual(different.facts.sha256, one.facts.sha256)
})

test('what is told to be final only grows, and the whole is the last that is told', async (t) => {
  const folder = await temporaryFolder(t)
  const place = { packagePath: join(folder, 'p.zip'), indexPath: join(folder, 'index'), workFolder: folder }
  const told: [bytes: number, isWhole: boolean][] = []
  const tellFinalBytes = (bytes: number, isWhole: boolean) => told.push([bytes, isWhole])
  const writer = await PackageWriter.create(place, { bufferBytes: 4096, tellFinalBytes, isSynced: false })
  const committed: Committed[] = []
  for (let at = 0; at < 20; at++) {
    await takeStep(writer, { kind: 'commit', series: at % 2, bytes: 3000, split: 1000 }, committed, at)
  }
  const { facts } = await writer.finish()
  // Whatever is still written is told by then.
  await new Promise((resolve) => setImmediate(resolve))
  const lengths = told.map(([bytes]) => bytes)
  assert.deepEqual(
    lengths,
    lengths.toSorted((a, b) => a - b),
  )
  assert.ok(lengths.length > 10)
  assert.deepEqual(
    told.filter(([, isWhole]) => isWhole),
    [[facts.sizeBytes, true]],
  )
  assert.deepEqual(told.at(-1), [facts.sizeBytes, true])
})

test('what follows an object is cut off, also when it is on the disk already', async (t) => {
  const whole = makeInstance()
  for (const garbageBytes of [1, 30_000]) {
    const garbage = Buffer.alloc(garbageBytes, 0xaa)
    const folder = await temporaryFolder(t)
    const packed = await packFiles(folder, [{ path: 'a', bytes: Buffer.concat([whole, garbage]) }], {
      bufferBytes: 2000,
    })
    await requirePackage(packed, packed.facts, [whole])
  }
})

test('an instance that outgrows what was announced, past the limit of 32 bits, is refused and leaves nothing', async (t) => {
  const folder = await temporaryFolder(t)
  const place = { packagePath: join(folder, 'p.zip'), indexPath: join(folder, 'index'), workFolder: folder }
  const writer = await PackageWriter.create(place, { thresholds: { bytes: 5000, entries: 100 } })
  await writer.begin(100)
  await writer.append(Buffer.alloc(4000))
  assert.throws(() => writer.append(Buffer.alloc(1000)), isPackageError('larger-than-announced'))
  await writer.abandon()
  const bytes = makeInstance({ PixelData: Buffer.alloc(9000) })
  const reader = new InstanceReader()
  reader.push(bytes)
  await writer.begin(bytes.length)
  await writer.append(bytes)
  await writer.commit(reader.end(), { path: 'a' })
  const { facts } = await writer.finish()
  await requirePackage(place, facts, [bytes])
})

test('a package that is given up leaves no file behind', async (t) => {
  const folder = await temporaryFolder(t)
  const place = { packagePath: join(folder, 'p.zip'), indexPath: join(folder, 'index'), workFolder: folder }
  const writer = await PackageWriter.create(place, { hashThreadFromBytes: 100 })
  await writer.begin(1000)
  await writer.append(Buffer.alloc(1000))
  await writer.discard()
  assert.deepEqual(await readdir(folder), [])
})

test('an instance is read by range from a finished package', async (t) => {
  const bytes = makeInstance({ PixelData: Buffer.from(Array.from({ length: 600_000 }, (_, at) => at % 251)) })
  const packed = await packFiles(await temporaryFolder(t), [{ path: 'a', bytes }])
  const [entry] = await entriesOf(packed.indexPath)
  assert.ok(entry)
  const opened = await openPackage(packed.packagePath)
  t.after(() => opened.close())
  assert.ok((await buffer(opened.readInstance(entry))).equals(bytes))
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length), fc.nat(bytes.length), async (one, other) => {
      const range = { start: Math.min(one, other), end: Math.max(one, other) }
      assert.ok(
        (await buffer(opened.readInstance(entry, range))).equals(bytes.subarray(range.start, range.end)),
      )
    }),
    { numRuns: 30 },
  )
  const beyond = { offset: entry.offset, sizeBytes: packed.facts.sizeBytes }
  assert.throws(() => opened.readInstance(beyond), isPackageError('damaged-index'))
})

function isPackageError(code: string): (error: unknown) => boolean {
  return (error) => error instanceof PackageError && error.code === code
}

test('the index says where the instance goes on behind its pixel data, also with another head than it came with', async (t) => {
  const padded = makeInstance({ DataSetTrailingPadding: Buffer.alloc(10, 7) })
  const other = makeInstance({ SOPInstanceUID: '1.2.3.4.2', DataSetTrailingPadding: Buffer.alloc(10, 7) })
  const reader = new InstanceReader()
  reader.push(other)
  const bare = other.subarray(reader.end().dataSetOffset)
  const plain = makeInstance({ SOPInstanceUID: '1.2.3.4.3' })
  const { packagePath, indexPath } = await packFiles(
    await temporaryFolder(t),
    [padded, bare, plain].map((bytes, number) => ({ path: `${number}`, bytes })),
  )
  const whole = await readFile(packagePath)
  const [first, second, third] = await entriesOf(indexPath)
  for (const entry of [first, second]) {
    assert.ok(entry?.offsetBehindPixelData !== undefined)
    const { offset, sizeBytes, offsetBehindPixelData } = entry
    const tail = whole.subarray(offset + offsetBehindPixelData, offset + sizeBytes)
    assert.equal(tail.toString('latin1'), `\xfc\xff\xfc\xffOB\0\0\n\0\0\0${'\x07'.repeat(10)}`)
  }
  assert.ok(third !== undefined && !('offsetBehindPixelData' in third))
})
