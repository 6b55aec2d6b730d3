/**
 * The centre is killed (SIGKILL) at named points, one after the other on the same records and packages, while people send,
 * take back, forward, download and delete; each start finds what the crash before left. `npm run crash` does the seeded
 * runs, at random moments too, for as long as one likes.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { CrashPoint } from './crash-points.ts'
import { CrashNetwork } from './testing/crash/crash-network.ts'
import { numbersFrom } from './testing/random.ts'

/** One of each kind; forwarding and DICOM have others, and `npm run crash` takes all. */
const POINTS: readonly CrashPoint[] = ['upload.synced', 'intake.before-commit', 'delete.committed']

/** With something on its way to the disk. */
const CUT_AT: readonly CrashPoint[] = ['upload.synced', 'intake.committed']

let network: CrashNetwork
before(async () => {
  network = await CrashNetwork.start('folder')
})
after(() => network?.remove())

test('a centre killed at any point loses nothing that it answered, and shows nothing half', async () => {
  const crashes = POINTS.map((point) => ({ kind: 'point', point, time: 1 }) as const)
  assert.deepEqual(await network.crash(crashes, numbersFrom(1)), POINTS)
})

test('a centre killed within a migration makes its records at the next start', async () => {
  await network.crashMigration('migration.before-commit', 12)
})

for (const cut of ['nothing more', 'some of both'] as const) {
  test(`a centre whose power is cut keeps what it answered, of what was not synced ${cut} being there`, async () => {
    const powered = await CrashNetwork.start('folder', { cut })
    try {
      const crashes = CUT_AT.map((point) => ({ kind: 'point', point, time: 1 }) as const)
      const died = await powered.crash(crashes, numbersFrom(2))
      assert.deepEqual(
        died,
        CUT_AT.flatMap((point) => [point, `power cut (${cut})`]),
      )
    } finally {
      await powered.remove()
    }
  })
}

test('a package whose folder was not synced is missed after a power cut', async () => {
  const deaf = await CrashNetwork.start('folder', { cut: 'nothing more', deaf: '^packages/../../$' })
  try {
    const crash = { kind: 'point', point: 'intake.committed', time: 1 } as const
    await assert.rejects(deaf.crash([crash], numbersFrom(3)), /package-missing/)
  } finally {
    await deaf.remove()
  }
})

test('a centre whose disk fails answers with errors, loses nothing, and goes on by itself', async () => {
  const failing = await CrashNetwork.start('folder', {})
  try {
    assert.ok((await failing.runDiskFaults(4)).length > 0)
  } finally {
    await failing.remove()
  }
})
