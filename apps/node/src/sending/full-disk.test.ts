/** The volume of a node fills up, and is emptied again: one of its own, or /dev/shm where none can be mounted. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { run } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { Hospital } from '../testing/hospital.ts'

const MIB = 1024 ** 2
const execute = promisify(execFile)
const VOLUME_MIB = 64

let volume: string
let isOwn = true
/** Others on the machine may take or leave half of it while the test runs: databases of other tests lie in /dev/shm, too. */
let marginBytes = 16 * MIB
let network: TestNetwork
let hospital: Hospital
before(async () => {
  network = await TestNetwork.start()
  volume = await mkdtemp('/dev/shm/epacs-node-')
  await execute('mount', ['-t', 'tmpfs', '-o', `size=${VOLUME_MIB}m`, 'tmpfs', volume]).catch(() => {
    isOwn = false
    marginBytes = 512 * MIB
  })
  const { bavail, bsize } = await statfs(volume)
  hospital = await Hospital.enrol(network, 'caslav', {
    dataFolder: volume,
    dicom: { diskReserveBytes: bavail * bsize - marginBytes },
  })
  await hospital.startAndReach()
})
after(async () => {
  await hospital?.kill()
  if (volume !== undefined && isOwn) await execute('umount', [volume])
  if (volume !== undefined) await rm(volume, { recursive: true })
  await network?.remove()
})

async function storescu(instance: number): Promise<string> {
  const path = join(network.folder, `${instance}.dcm`)
  await writeFile(path, ctSlice({ study: 1, instance }))
  const to = ['-aec', 'HORNICKA', '127.0.0.1', String(hospital.dicomPort)]
  return await run('storescu', ['-v', '-aet', 'PACS', ...to, path])
}

const trouble = async () => (await network.as('operator').get('/api/nodes')).json.items[0].trouble

test('with a full disk images are refused with A700 and the operator sees why; with room again they are taken at once', async () => {
  await storescu(1)
  await until(
    'the first is delivered',
    async () => (await hospital.state())?.outgoing[0]?.state === 'delivered',
  )
  const filler = join(volume, 'filler')
  const before = (await hospital.state())?.disk
  assert.ok(before)
  // Others may have left or taken some of it by now.
  const aboveReserveBytes = Math.max(0, before.freeBytes - before.reserveBytes)
  await writeFile(filler, Buffer.alloc(aboveReserveBytes + marginBytes))
  await assert.rejects(storescu(2), /Store Response .*(0xa700|OutOfResources)/i)
  const { freeBytes = 0, reserveBytes = 0 } = (await hospital.state())?.disk ?? {}
  assert.ok(freeBytes < reserveBytes)
  await until('the operator sees it', async () => (await trouble()) === 'disk-full')
  assert.deepEqual(await readdir(join(volume, 'spool')), [])

  await rm(filler)
  assert.match(await storescu(2), /Store Response \(Success\)/)
  await until('both are delivered', async () => {
    const states = (await hospital.state())?.outgoing.map(({ state }) => state) ?? []
    return states.length === 2 && states.every((state) => state === 'delivered')
  })
  await until('the operator sees that it is over', async () => (await trouble()) === null)
})
