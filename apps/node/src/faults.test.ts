/**
 * What may break, breaks: nodes, the centre and a PACS are killed, lines are cut, slow or half open, the PACS goes away and
 * refuses, while studies are on their way. Every image arrives, as it was sent, in one message, and what the sender reads is
 * true. `npm run faults` does the seeded runs for as long as one likes.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { until } from '../../centre/src/testing/until.ts'
import { FaultNetwork, IMAGE_BYTES } from './testing/faults/fault-network.ts'

const DROPPED_IMAGES = 60
const DROPS = 4
const DROPPED_AFTER_BYTES = (DROPPED_IMAGES * IMAGE_BYTES) / (DROPS + 1)
/** Between them they break nearly everything. */
const SEEDS = [1, 2, 3, 4, 5, 6]

let faults: FaultNetwork
before(async () => {
  faults = await FaultNetwork.start()
})
after(() => faults?.remove())

test('with the centre away images are taken, survive the end of the node, and leave when it is back', async () => {
  await faults.killCentre()
  const study = await faults.makeStudy(1, 5)
  await faults.storescu(study)
  await faults.sending.kill()
  await faults.sending.start()
  await until('it waits', async () => (await faults.sending.state())?.waiting.outgoing === 1)
  await faults.startCentre()
  const [message, ...others] = await faults.untilStored(study)
  assert.deepEqual([message?.instances, others.length], [5, 0])
  await faults.assertArrived(study)
})

test('images that the PACS refuses are named with its status, and the rest goes on', async () => {
  const { pacs, receiving, network } = faults
  const study = await faults.makeStudy(2, 4)
  const [bad = ''] = study.images.keys()
  let isFull = true
  pacs.answer = ({ sopInstanceUid }) => {
    if (sopInstanceUid === bad) return { status: 0xa900, errorComment: 'Not for this archive' }
    return isFull ? { status: 0xa700, errorComment: 'Disk full' } : undefined
  }
  await faults.storescu(study)
  await until('the node says that the PACS is full', async () =>
    /A700 Disk full/.test(JSON.stringify((await receiving.state())?.incoming[0]?.atPacs)),
  )
  await until(
    'the sender reads that the node has it, and not the PACS',
    async () => (await faults.messagesOf(study))[0]?.deliveries[0]?.status === 'forwarded',
  )
  isFull = false
  await until('the node is done', async () => (await receiving.state())?.waiting.incoming === 0)
  pacs.answer = undefined
  const [message] = await faults.messagesOf(study)
  // Not `stored`: it is not all there.
  assert.equal(message?.deliveries[0]?.status, 'forwarded')
  const { atPacs } = (await network.as('sender').get(`/api/messages/${message.id}`)).json
  assert.deepEqual(atPacs[0].refused, [
    { sopInstanceUid: bad, status: 0xa900, comment: 'SCRIPTED: Not for this archive' },
  ])
  assert.equal(atPacs[0].stored, 3)
})

test('a PACS that nobody configured, or that calls nobody, is not let in', async () => {
  const study = await faults.makeStudy(3, 1)
  await assert.rejects(faults.storescu(study, 'OTHER', 'HORNICKA'), /Calling AE Title Not Recognized/)
  await assert.rejects(faults.storescu(study, 'PACS', 'NOBODY'), /Called AE Title Not Recognized/)
})

test('over lines that drop again and again all arrives, from where it was cut each time, in both directions', async () => {
  const study = await faults.makeStudy(4, DROPPED_IMAGES)
  const errorsBefore = faults.centreErrors.length
  const { drops, packageBytes, upBytes, downBytes } = await faults.sendOverDroppingLines(study, {
    every: { bytes: DROPPED_AFTER_BYTES, times: DROPS },
    delayMs: 30,
  })
  await faults.assertArrived(study)
  assert.ok(packageBytes > DROPPED_IMAGES * IMAGE_BYTES)
  assert.equal(drops, DROPS)
  // Begun anew after each, it would be twice as much.
  const most = 1.6 * packageBytes
  assert.ok(upBytes < most && downBytes < most, `${upBytes} up, ${downBytes} down of ${packageBytes}`)
  assert.deepEqual(
    faults.centreErrors.slice(errorsBefore),
    [],
    'a line that breaks is no error of the centre',
  )
})

for (const seed of SEEDS) {
  test(`whatever breaks on the way, every image arrives in one message (seed ${seed})`, async () => {
    await faults.run(seed)
  })
}
