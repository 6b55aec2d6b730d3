/** Real objects on their way to the centre, flipped, cut and spliced, while a hospital goes on sending. */
import assert from 'node:assert/strict'
import { readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type Association, STATUS, store } from '@epacs/dicom/network'
import { bytesInUse } from '../../../../packages/dicom/src/network/testing/heap.ts'
import {
  bring,
  chanceOf,
  fuzz,
  mutilated,
  realSessions,
} from '../../../../packages/dicom/src/network/testing/mutilated-sessions.ts'
import { INSTITUTIONS } from '../testing/network.ts'
import { until } from '../testing/until.ts'
import { associate, type DicomTestNetwork, prepareDicomNetwork, slice } from './testing/dicom-network.ts'

const { seed, runs } = fuzz
const MIB = 1024 ** 2

let here: DicomTestNetwork
let hospital: Association
let sent = 0
before(async () => {
  here = await prepareDicomNetwork({ quietSeconds: 1 })
  await here.network.startHere()
})
after(() => here.network.remove())

const spools = () => join(here.network.centre.config.dataFolder, 'dicom')

/** Files of the spools that this process has open. */
async function openSpools(): Promise<readonly string[]> {
  const targets = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  )
  return targets.filter((target) => target.startsWith(spools()))
}

test('mutilated sessions of real objects leave the centre as it was, and what the hospital sends is delivered', async (t) => {
  t.diagnostic(`EPACS_FUZZ_SEED=${seed} EPACS_FUZZ_RUNS=${runs}`)
  const { centre } = here.network
  const faults: string[] = []
  t.mock.method(centre.log, 'error', (_facts: unknown, message: string) => faults.push(message))
  const sessions = realSessions(20, {
    callingAeTitle: 'PACS_PLZEN',
    calledAeTitle: INSTITUTIONS.hornicka.aeTitle,
  })
  hospital = await associate({ port: here.port })
  const chance = chanceOf(seed)
  const attack = async (times: number) => {
    for (let run = 0; run < times; run++) {
      await bring(here.port, mutilated(sessions, chance))
      const { status } = await store(hospital, slice({ study: 1, instance: ++sent, pixelBytes: 1000 }))
      assert.equal(status, STATUS.success)
    }
  }
  const standing = async () =>
    Number(/^epacs_dicom_associations (\d+)$/m.exec(await centre.metrics.metrics())?.[1])
  await attack(Math.ceil(runs / 4))
  await until('the hospital alone is left', async () => (await standing()) === 1)
  const usedBytes = bytesInUse()
  await attack(Math.ceil(runs / 4))
  await until('the hospital alone is left again', async () => (await standing()) === 1)
  await hospital.release()
  await until('what came is delivered or given up: no spool is left', async () => {
    return (await readdir(spools())).length === 0
  })
  assert.deepEqual(await openSpools(), [])
  assert.deepEqual(faults, [])
  const grownBytes = bytesInUse() - usedBytes
  const ended = (await centre.metrics.metrics()).match(/^epacs_dicom_(ended|stores).*$/gm)
  t.diagnostic(JSON.stringify({ grownBytes, ended }))
  assert.ok(grownBytes < 16 * MIB, `${grownBytes} bytes more after ${runs / 4} further sessions`)
  const { items } = (await here.network.as('receiver').get('/api/messages?pageSize=100')).json
  // In one message or several: while others were waited for it may have been quiet.
  let delivered = 0
  for (const { sender, instances } of items) if (sender.id === INSTITUTIONS.caslav.id) delivered += instances
  assert.equal(delivered, sent)
})
