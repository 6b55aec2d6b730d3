/** A centre that is killed while a PACS sends, or while what it sent is checked. */
import assert from 'node:assert/strict'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { store } from '@epacs/dicom/network'
import { runFsck } from '../fsck/index.ts'
import { openForMaintenance } from '../maintenance.ts'
import { spawnCentre } from '../testing/centre-process.ts'
import { until } from '../testing/until.ts'
import {
  associate,
  type DicomTestNetwork,
  prepareDicomNetwork,
  slice,
  sliceFiles,
  storescu,
} from './testing/dicom-network.ts'

/** Stores whole instances, and half of one more; then the centre is killed. */
async function killedHalfWay(here: DicomTestNetwork, study: number, instances: number): Promise<void> {
  const centre = await here.network.startProcess()
  const association = await associate({ port: here.port })
  for (let instance = 1; instance <= instances; instance++) {
    assert.equal((await store(association, slice({ study, instance, pixelBytes: 300_000 }))).status, 0)
  }
  const last = slice({ study, instance: instances + 1, pixelBytes: 300_000 })
  async function* half() {
    yield last.dataSet.subarray(0, 200_000)
    await centre.kill()
    yield last.dataSet.subarray(200_000)
  }
  await assert.rejects(store(association, { ...last, dataSet: half() }))
}

async function onlyMessage(here: DicomTestNetwork, total = 1) {
  const receiver = here.network.as('receiver')
  const inbox = async () => (await receiver.get('/api/messages')).json
  await until('it has arrived', async () => (await inbox()).total === total)
  const [{ id }] = (await inbox()).items
  return (await receiver.get(`/api/messages/${id}`)).json
}

const words = (message: { events: { what: string }[] }) => message.events.map(({ what }) => what)

describe('killed while a PACS sends', () => {
  let here: DicomTestNetwork
  before(async () => {
    here = await prepareDicomNetwork({ quietSeconds: 600 })
  })
  after(() => here.network.remove())

  test('it goes on with what it had answered, and the PACS completes the message by sending again', async () => {
    await killedHalfWay(here, 1, 4)
    const again = await here.network.startProcess()
    const slices = [1, 2, 3, 4, 5, 6].map((instance) => ({ study: 1, instance, pixelBytes: 300_000 }))
    await storescu({ port: here.port }, ...(await sliceFiles(here.network.folder, slices)))
    const message = await onlyMessage(here)
    assert.equal(message.instances, 6)
    assert.deepEqual(words(message).slice(0, 3), ['created', 'interrupted', 'continued'])
    assert.equal((await again.stop()).code, 0)
  })
})

describe('killed for good, as the PACS sees it', () => {
  let here: DicomTestNetwork
  before(async () => {
    // Longer than a busy machine keeps two images of one association apart.
    here = await prepareDicomNetwork({ quietSeconds: 6 })
  })
  after(() => here.network.remove())

  test('what was answered with success is delivered, and the record says that the sending broke off', async () => {
    await killedHalfWay(here, 2, 3)
    const again = await here.network.startProcess()
    const message = await onlyMessage(here)
    assert.equal(message.instances, 3)
    assert.ok(words(message).includes('interrupted'))
    assert.equal((await again.stop()).code, 0)
  })

  test('killed at one point of its checking after the other, it delivers the message all the same, once', async () => {
    const killed = await here.network.startProcess('intake.begun')
    const slices = [1, 2].map((instance) => ({ study: 10, instance }))
    await storescu({ port: here.port }, ...(await sliceFiles(here.network.folder, slices)))
    assert.equal((await killed.ended).signal, 'SIGKILL')
    for (const point of ['intake.package-stored', 'intake.committed'] as const) {
      const goingOn = await spawnCentre(here.network.configPath, point)
      assert.equal((await goingOn.ended).signal, 'SIGKILL', point)
    }
    const again = await here.network.startProcess()
    assert.equal((await onlyMessage(here, 2)).instances, 2)
    assert.equal((await again.stop()).code, 0)
  })
})

/** Changes a byte of each of these lines of the only journal there. */
async function rotJournal({ network }: DicomTestNetwork, which: (line: number) => boolean): Promise<void> {
  const folder = join(network.config.dataFolder, 'dicom')
  const [name, ...others] = (await readdir(folder)).filter((each) => each.endsWith('.journal'))
  assert.ok(name !== undefined && others.length === 0)
  const lines = (await readFile(join(folder, name), 'latin1')).split('\n')
  const rotten = lines.map((line, index) => (which(index) && line !== '' ? `\x80${line.slice(1)}` : line))
  await writeFile(join(folder, name), rotten.join('\n'), 'latin1')
}

async function findings({ network }: DicomTestNetwork): Promise<readonly string[]> {
  const centre = await openForMaintenance(network.configPath)
  try {
    return (await runFsck(centre, { repair: false, quick: true })).findings.map(({ kind }) => kind)
  } finally {
    await centre.close()
  }
}

describe('killed, and its disk has changed what it had written of images that were answered', () => {
  let here: DicomTestNetwork
  before(async () => {
    // Longer than a busy machine keeps two images of one association apart.
    here = await prepareDicomNetwork({ quietSeconds: 15 })
  })
  after(() => here.network.remove())

  test('the others are delivered, what is lost is told, and comes when all of it is sent again', async () => {
    await killedHalfWay(here, 20, 3)
    await rotJournal(here, (line) => line === 1)
    const again = await here.network.startProcess()
    const message = await onlyMessage(here)
    assert.equal(message.instances, 2)
    assert.ok(words(message).includes('interrupted'))
    const slices = [1, 2, 3].map((instance) => ({ study: 20, instance, pixelBytes: 300_000 }))
    await storescu({ port: here.port }, ...(await sliceFiles(here.network.folder, slices)))
    assert.equal((await onlyMessage(here, 2)).instances, 1, 'what was there is not doubled')
    await until('what is left of it is set aside', async () =>
      (await findings(here)).includes('spool-damaged'),
    )
    assert.equal((await again.stop()).code, 0)
  })

  test('of a message that was being checked nothing is left: it comes to nothing, and its sender sees it', async () => {
    const killed = await here.network.startProcess('intake.begun')
    const files = await sliceFiles(here.network.folder, [{ study: 21, instance: 1 }])
    await storescu({ port: here.port }, ...files)
    assert.equal((await killed.ended).signal, 'SIGKILL')
    await rotJournal(here, () => true)
    const again = await here.network.startProcess()
    const sender = here.network.as('sender')
    const rejected = async () => (await sender.get('/api/messages?box=sent&status=rejected')).json
    await until('it is rejected', async () => (await rejected()).total === 1)
    const [{ id }] = (await rejected()).items
    assert.ok(words((await sender.get(`/api/messages/${id}`)).json).includes('interrupted'))
    await storescu({ port: here.port }, ...files)
    assert.equal((await onlyMessage(here, 3)).instances, 1)
    assert.equal((await again.stop()).code, 0)
  })
})
