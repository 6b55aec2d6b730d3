/**
 * What may break, breaks: nodes and the centre are killed, the PACS goes away and refuses, while studies are on their
 * way. Every image arrives, as it was sent, in one message, and what the sender reads is true.
 *
 * EPACS_FAULT_RUNS says how many seeded runs there are; EPACS_FAULT_SEED where they begin.
 */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { storedObject } from '../../../packages/dicom/src/network/testing/part10.ts'
import { run } from '../../../packages/dicom/src/network/testing/programs.ts'
import type { CentreProcess } from '../../centre/src/testing/centre-process.ts'
import { ctSlice } from '../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../centre/src/testing/free-port.ts'
import { TestNetwork } from '../../centre/src/testing/network.ts'
import { until } from '../../centre/src/testing/until.ts'
import { Hospital } from './testing/hospital.ts'
import { ScriptedPacs } from './testing/scripted-pacs.ts'

const RUNS = Number(process.env.EPACS_FAULT_RUNS ?? 3)
const FIRST_SEED = Number(process.env.EPACS_FAULT_SEED ?? 1)

let network: TestNetwork
let centre: CentreProcess
let sending: Hospital
let receiving: Hospital
let pacs: ScriptedPacs
before(async () => {
  network = await TestNetwork.prepare()
  centre = await network.startProcess()
  const port = await freePort()
  pacs = new ScriptedPacs(port)
  sending = await Hospital.enrol(network, 'caslav')
  receiving = await Hospital.enrol(network, 'hornicka', {
    pacs: { host: '127.0.0.1', port, aeTitle: 'PACS' },
  })
  await Promise.all([sending.startAndReach(), receiving.startAndReach()])
})
after(async () => {
  await Promise.all([sending?.kill(), receiving?.kill(), pacs?.stop()])
  await network?.remove()
})

interface Study {
  readonly paths: readonly string[]
  /** SHA-256 of the data sets by SOP Instance UID. */
  readonly images: ReadonlyMap<string, string>
  readonly uid: string
}

async function makeStudy(study: number, instances: number): Promise<Study> {
  const paths: string[] = []
  const images = new Map<string, string>()
  for (let instance = 1; instance <= instances; instance++) {
    const path = join(network.folder, `${study}-${instance}.dcm`)
    const bytes = ctSlice({ study, instance, pixelBytes: 200_000 })
    const object = storedObject(bytes)
    assert.ok(object)
    await writeFile(path, bytes)
    paths.push(path)
    images.set(object.sopInstanceUid, createHash('sha256').update(object.dataSet).digest('hex'))
  }
  return { paths, images, uid: `.1234.${study}` }
}

const storescu = async ({ paths }: Study) =>
  await run('storescu', [
    '-aet',
    'PACS',
    '-aec',
    'HORNICKA',
    '127.0.0.1',
    String(sending.dicomPort),
    ...paths,
  ])

/** As a PACS does: until every image was answered with success. */
async function sendUntilTaken(study: Study): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await storescu(study)
      return
    } catch (error) {
      if (tries > 100) throw error
      await delay(300)
    }
  }
}

interface SentMessage {
  readonly id: string
  readonly instances: number
  readonly deliveries: readonly { readonly status: string }[]
}

async function messagesOf({ uid }: Study): Promise<readonly SentMessage[]> {
  const { json } = await network.as('sender').get('/api/messages?box=sent&pageSize=100')
  return json.items.filter(({ studies }: { studies: readonly { studyInstanceUid: string }[] }) =>
    studies.some(({ studyInstanceUid }) => studyInstanceUid.endsWith(uid)),
  )
}

async function untilStatus(study: Study, status: string) {
  await until(`the delivery is ${status}`, async () => {
    const messages = await messagesOf(study).catch(() => [])
    return messages.length > 0 && messages.every(({ deliveries }) => deliveries[0]?.status === status)
  })
  return await messagesOf(study)
}

function assertArrived({ images }: Study): void {
  for (const [uid, sha256] of images) assert.equal(pacs.taken.get(uid), sha256, uid)
}

test('with the centre away images are taken, survive the end of the node, and leave when it is back', async () => {
  await pacs.start()
  await centre.kill()
  const study = await makeStudy(1, 5)
  await storescu(study)
  await sending.kill()
  await sending.start()
  await until('it waits', async () => (await sending.state())?.waiting.outgoing === 1)
  centre = await network.startProcess()
  const [message, ...others] = await untilStatus(study, 'stored')
  assert.deepEqual([message?.instances, others.length], [5, 0])
  assertArrived(study)
})

test('images that the PACS refuses are named with its status, and the rest goes on', async () => {
  const study = await makeStudy(2, 4)
  const [bad = ''] = study.images.keys()
  let isFull = true
  pacs.answer = ({ sopInstanceUid }) => {
    if (sopInstanceUid === bad) return { status: 0xa900, errorComment: 'Not for this archive' }
    return isFull ? { status: 0xa700, errorComment: 'Disk full' } : undefined
  }
  await storescu(study)
  await until('the node says that the PACS is full', async () =>
    /A700 Disk full/.test((await receiving.state())?.incoming[0]?.trouble ?? ''),
  )
  assert.equal((await messagesOf(study))[0]?.deliveries[0]?.status, 'forwarded')
  isFull = false
  await until('the node is done', async () => (await receiving.state())?.waiting.incoming === 0)
  pacs.answer = undefined
  const [message] = await messagesOf(study)
  // Not `stored`: it is not all there.
  assert.equal(message?.deliveries[0]?.status, 'forwarded')
  const { atPacs } = (await network.as('sender').get(`/api/messages/${message.id}`)).json
  assert.deepEqual(atPacs[0].refused, [
    { sopInstanceUid: bad, status: 0xa900, comment: 'Not for this archive' },
  ])
  assert.equal(atPacs[0].stored, 3)
})

test('a PACS that nobody configured, or that calls nobody, is not let in', async () => {
  const echo = async (calling: string, called: string) =>
    await run('storescu', [
      '-aet',
      calling,
      '-aec',
      called,
      '127.0.0.1',
      String(sending.dicomPort),
      ...(await makeStudy(3, 1)).paths,
    ])
  await assert.rejects(echo('OTHER', 'HORNICKA'), /Calling AE Title Not Recognized/)
  await assert.rejects(echo('PACS', 'NOBODY'), /Called AE Title Not Recognized/)
})

/** Numbers that a seed makes, the same each time (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

for (let seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
  test(`whatever is killed on the way, every image arrives in one message (seed ${seed})`, async () => {
    const random = numbersFrom(seed)
    const faults: readonly (() => Promise<void>)[] = [
      async () => {
        await sending.kill()
        await sending.start()
      },
      async () => {
        await receiving.kill()
        await receiving.start()
      },
      async () => {
        await centre.kill()
        centre = await network.startProcess()
      },
      async () => {
        await pacs.stop()
        await delay(random() * 500)
        await pacs.start()
      },
    ]
    const study = await makeStudy(1000 + seed, 8)
    const sent = sendUntilTaken(study)
    for (let count = 0; count < 3; count++) {
      await delay(random() * 1500)
      await faults[Math.floor(random() * faults.length)]?.()
    }
    await sent
    const messages = await untilStatus(study, 'stored')
    assertArrived(study)
    const instances = messages.reduce((sum, each) => sum + each.instances, 0)
    assert.equal(instances, study.images.size, 'each image is in one message')
  })
}
