import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { deflateRawSync } from 'node:zlib'
import { type DataSet, type DataSetName, FULL_SIZES, keepDataSet, QUICK_SIZES } from './data-set.ts'
import { angiographicRun } from './multi-frame.ts'
import { ctStudy, mrStudy, slices } from './slice-series.ts'

const run = promisify(execFile)
const making = { seed: 7, sizes: QUICK_SIZES }

let cache: string
const dataSets = new Map<DataSetName, DataSet>()
before(async () => {
  cache = await mkdtemp(join(tmpdir(), 'epacs-bench-data-'))
  for (const name of ['ctStudy', 'smallFiles', 'multiFrame'] as const) {
    dataSets.set(name, await keepDataSet(cache, name, making))
  }
})
after(() => rm(cache, { recursive: true }))

function made(name: DataSetName): DataSet {
  const dataSet = dataSets.get(name)
  assert.ok(dataSet)
  return dataSet
}

for (const name of ['ctStudy', 'smallFiles', 'multiFrame'] as const) {
  test(`DCMTK takes every file of ${name} for a DICOM file, and dcmdump reads it to its end`, async () => {
    const { folder, files } = made(name)
    assert.ok(files.length > 0)
    for (const { path, sizeBytes } of files) {
      const file = join(folder, path)
      assert.equal((await stat(file)).size, sizeBytes)
      const { stdout } = await run('dcmftest', [file])
      assert.match(stdout, /^yes: /)
      const dump = await run('dcmdump', ['+L', file], { maxBuffer: 64 * 1024 * 1024 })
      assert.equal(dump.stderr, '')
      assert.match(dump.stdout, /\(7fe0,0010\) OW/)
    }
  })
}

test('every object has a SOP Instance UID of its own, and the study as many series as it says', async () => {
  const { folder, files } = made('ctStudy')
  const uids = {
    '0008,0018': new Set<string>(),
    '0020,000e': new Set<string>(),
    '0020,000d': new Set<string>(),
  }
  for (const { path } of files) {
    for (const [tag, found] of Object.entries(uids)) {
      const { stdout } = await run('dcmdump', ['+P', tag, join(folder, path)])
      const uid = /\[(2\.25\.[1-9]\d{0,38})\]/.exec(stdout)?.[1]
      assert.ok(uid, stdout)
      found.add(uid)
    }
  }
  assert.equal(uids['0008,0018'].size, files.length)
  assert.equal(uids['0020,000e'].size, 3)
  assert.equal(uids['0020,000d'].size, 1)
})

test('the same seed gives the same bytes, another seed others', () => {
  const first = (seed: number) => slices(ctStudy(seed), QUICK_SIZES.ctStudy).next().value?.bytes
  assert.ok(first(1)?.equals(first(1) ?? Buffer.alloc(0)))
  assert.ok(!first(1)?.equals(first(2) ?? Buffer.alloc(0)))
})

test('the full sizes are those that the figures are about', () => {
  const ct = slices(ctStudy(1), FULL_SIZES.ctStudy).next().value?.bytes.length ?? 0
  assert.ok(ct > 525_000 && ct < 526_500, `${ct}`)
  const small = slices(mrStudy(1), FULL_SIZES.smallFiles).next().value?.bytes.length ?? 0
  assert.ok(small > 19_800 && small < 20_800, `${small}`)
  const { frames, rows, columns } = FULL_SIZES.multiFrame
  assert.equal(frames * rows * columns * 2, 1024 ** 3)
})

test('pixels do not compress to much less than half', () => {
  const frame = [...angiographicRun(1, { frames: 1, rows: 256, columns: 256 })][1]
  assert.ok(frame)
  assert.ok(deflateRawSync(frame).length > frame.length * 0.45)
})

test('a data set is made once; one that was cut short is made again', async () => {
  const { folder, files } = made('smallFiles')
  const [first] = files
  assert.ok(first)
  const before = (await stat(join(folder, first.path))).mtimeMs
  await keepDataSet(cache, 'smallFiles', making)
  assert.equal((await stat(join(folder, first.path))).mtimeMs, before)

  const original = await readFile(join(folder, first.path))
  await rm(join(folder, '..', 'files.json'))
  await writeFile(join(folder, first.path), 'half')
  await keepDataSet(cache, 'smallFiles', making)
  assert.ok((await readFile(join(folder, first.path))).equals(original))
  assert.ok(!(await readdir(cache)).some((name) => name.endsWith('.growing')))
})
