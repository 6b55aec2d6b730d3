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
