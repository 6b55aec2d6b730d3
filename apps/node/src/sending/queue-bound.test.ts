/**
 * The centre is away, and the hospital's PACS goes on sending: the queue grows to its bound and no further, everybody is
 * told, nothing that was taken is lost, and images are taken again by themselves. Each a process of its own.
 */
import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { run } from '../../../../packages/dicom/src/network/testing/programs.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { wholeBytes } from '../encryption/stored-file.ts'
import { FaultNetwork, IMAGE_BYTES, type Study } from '../testing/faults/fault-network.ts'

const COMMAND = fileURLToPath(new URL('../../../command/src/node-main.ts', import.meta.url))
const MOST_BYTES = 3_000_000
const IMAGES = 4
/** Pixels, and what an object has besides. */
const LARGEST_IMAGE_BYTES = IMAGE_BYTES + 10_000

let faults: FaultNetwork
before(async () => {
  faults = await FaultNetwork.start()
})
after(() => faults?.remove())

const state = async () => {
  const now = await faults.sending.state()
  assert.ok(now)
  return now
}

/** Of images, however they lie there. */
async function bytesIn(folder: string): Promise<number> {
  const files = await faults.sending.files()
  const sizes = (await readdir(folder)).map(async (name) => await wholeBytes(files, join(folder, name)))
  return (await Promise.all(sizes)).reduce<number>((sum, size = 0) => sum + size, 0)
}

const metric = async (name: string) => {
  const text = await (await fetch(`http://127.0.0.1:${faults.sending.pagePort}/metrics`)).text()
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`epacs_node_${name} `))
      ?.split(' ')[1],
  )
}

test('with the centre away the queue fills to its bound: A700, told everywhere; with the centre back all of it arrives', async () => {
  const { sending } = faults
  await sending.reload({ maxQueuedBytes: MOST_BYTES })
  await faults.killCentre()
  const studies: Study[] = []
  let refused: unknown
  while (refused === undefined && studies.length < 20) {
    const study = await faults.makeStudy(studies.length + 1, IMAGES)
    studies.push(study)
    refused = await faults.storescu(study).then(
      () => undefined,
      (error: unknown) => error,
    )
  }
  assert.match(String(refused), /Store Response .*(0xa700|OutOfResources)/i)
  const full = await state()
  assert.equal(full.refusing, 'queue-full')
  const { bytes, mostBytes } = full.waiting
  assert.equal(mostBytes, MOST_BYTES)
  assert.ok(bytes >= MOST_BYTES && bytes < MOST_BYTES + LARGEST_IMAGE_BYTES, `${bytes} bytes wait`)
  const spool = join(sending.folder, 'data/spool')
  assert.equal(await bytesIn(spool), bytes, 'what was refused has left nothing')
  const takenOfLast = (await readdir(spool)).length - IMAGES * (studies.length - 1)
  assert.ok(takenOfLast >= 0 && takenOfLast < IMAGES, `${takenOfLast} of the last study were taken`)
  const told = await run(process.execPath, [COMMAND, 'node', 'status', '--config', sending.configPath])
  assert.match(told, /^queue {4}3\.\d MB of at most 3\.0 MB to be sent$/m)
  assert.match(told, /^REFUSES images with A700: dicom\.maxQueuedBytes wait to be sent\./m)
  assert.equal(await metric('refusing{because="queue-full"}'), 1)
  assert.equal(await metric('refusing{because="disk-full"}'), 0)
  assert.equal(await metric('queued_bytes'), bytes)
  assert.equal(await metric('queued_most_bytes'), MOST_BYTES)
  assert.match(await sending.log(), /"because":"queue-full".*no room: images are refused/)

  await sending.kill()
  await sending.start()
  assert.deepEqual([(await state()).refusing, (await state()).waiting.bytes], ['queue-full', bytes])

  await faults.startCentre()
  await until('images are taken again', async () => (await state()).refusing === null)
  // As the PACS does with what was refused, one by one: what was taken may be delivered by now, and would go again.
  const [last] = studies.slice(-1)
  assert.ok(last)
  for (const path of last.paths.slice(takenOfLast)) await faults.sendUntilTaken({ ...last, paths: [path] })
  for (const study of studies) {
    const messages = await faults.untilStored(study)
    await faults.assertArrived(study)
    assert.equal(
      messages.reduce((sum, { instances }) => sum + instances, 0),
      IMAGES,
      'each image is in one message',
    )
  }
  await until('nothing waits', async () => (await state()).waiting.bytes === 0)
  assert.match(await sending.log(), /there is room again: images are taken/)
})
