import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type DiskFaults, FailingDisk } from './disk-faults.ts'

let folder: string
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'epacs-faults-'))
})
after(() => rm(folder, { recursive: true }))

test('a disk fails while it is told to, in what it is told to, and the same by the same seed', async () => {
  const path = join(folder, 'faults')
  const run = () => {
    const told: string[] = []
    const disk = new FailingDisk(path, 7, (fault) => told.push(fault))
    for (let time = 0; time < 100; time++) {
      try {
        disk.meet('sync', 'a')
        disk.meet('read', 'a')
        told.push('well')
      } catch (error) {
        assert.ok(error instanceof Error && 'code' in error && error.code === 'EIO')
      }
    }
    return told
  }
  assert.deepEqual(new Set(run()), new Set(['well']))
  const faults: DiskFaults = { chance: 0.5, operations: ['sync'] }
  await writeFile(path, JSON.stringify(faults))
  const told = run()
  assert.deepEqual(new Set(told), new Set(['well', 'sync EIO a']))
  assert.deepEqual(run(), told)
})

test('a write that is torn has written less than it should', async () => {
  const path = join(folder, 'torn')
  await writeFile(path, JSON.stringify({ chance: 1, operations: ['write'] } satisfies DiskFaults))
  const disk = new FailingDisk(path, 1, () => {})
  for (let time = 0; time < 20; time++) {
    const torn = disk.torn(100, 'a')
    assert.ok(torn !== undefined && torn.writtenBytes < 100)
  }
})
