/** Images are at the far PACS while their message still comes: once, as they are, and nothing is said of them before the message. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { type Association, requestAssociation, STATUS, store } from '@epacs/dicom/network'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import type { ApiClient } from '../../../centre/src/testing/api-client.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { NodeDatabase } from '../state/database.ts'
import { Hospital } from '../testing/hospital.ts'
import { ScriptedPacs } from '../testing/scripted-pacs.ts'

/** Several times what a package keeps in memory before it is written. */
const PIXEL_BYTES = 1_000_000
const CT = '1.2.840.10008.5.1.4.1.1.2'
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1'

let network: TestNetwork
let sending: Hospital
let receiving: Hospital
let pacs: ScriptedPacs
let stranger: ApiClient
const asked = new Map<string, number>()
let study = 0
before(async () => {
  network = await TestNetwork.start()
  const port = await freePort()
  pacs = new ScriptedPacs(port)
  pacs.answer = ({ sopInstanceUid }) => {
    asked.set(sopInstanceUid, (asked.get(sopInstanceUid) ?? 0) + 1)
    return undefined
  }
  sending = await Hospital.enrol(network, 'caslav', {
    dicom: { quietSeconds: 3600 },
    early: { sending: true },
  })
  receiving = await Hospital.enrol(network, 'hornicka', {
    pacs: { host: '127.0.0.1', port, aeTitle: 'PACS' },
    early: { receiving: true },
  })
  stranger = await network.enrolNode('chyne')
  await Promise.all([pacs.start(), sending.startAndReach(), receiving.startAndReach()])
})
beforeEach(() => {
  study++
  asked.clear()
})
after(async () => {
  await Promise.all([sending?.kill(), receiving?.kill(), pacs?.stop()])
  await network?.remove()
})

async function open(): Promise<Association> {
  return await requestAssociation({
    host: '127.0.0.1',
    port: sending.dicomPort,
    calledAeTitle: 'HORNICKA',
    callingAeTitle: 'PACS',
    contexts: [{ abstractSyntax: CT, transferSyntaxes: [EXPLICIT_LITTLE_ENDIAN] }],
  })
}

function image(instance: number) {
  const object = storedObject(ctSlice({ study, instance, pixelBytes: PIXEL_BYTES }))
  assert.ok(object)
  return object
}

async function send(association: Association, from: number, to: number): Promise<void> {
  for (let instance = from; instance <= to; instance++)
    assert.equal((await store(association, image(instance))).status, STATUS.success)
}

const atPacs = () => [...asked.keys()].filter((uid) => pacs.taken.has(uid)).length

async function untilEarly(images: number): Promise<void> {
  await until(`${images} images are at the far PACS`, () => atPacs() >= images)
}

async function sentMessages() {
  const { json } = await network.as('sender').get('/api/messages?box=sent&pageSize=100')
  return json.items.filter(({ studies }: { studies: readonly { studyInstanceUid: string }[] }) =>
    studies.some(({ studyInstanceUid }) => studyInstanceUid.endsWith(`.1234.${study}`)),
  )
}

async function untilStored(images: number): Promise<void> {
  await until('it is stored', async () => (await sentMessages())[0]?.deliveries[0].status === 'stored')
  const [message, ...others] = await sentMessages()
  assert.deepEqual([message.instances, others.length], [images, 0])
  for (let instance = 1; instance <= images; instance++) {
    const { sopInstanceUid, dataSet } = image(instance)
    const sha256 = createHash('sha256').update(dataSet).digest('hex')
    assert.equal(pacs.taken.get(sopInstanceUid), sha256, sopInstanceUid)
  }
  assert.deepEqual(pacs.changed, new Set())
}

const times = () => [...asked.values()]

/** Of the newest upload, as the receiving node knows it. */
function newestUpload(): string {
  const database = NodeDatabase.open(join(receiving.folder, 'data', 'node.sqlite'))
  try {
    const row = database.get<{ id: string }>(
      'select upload_id as id from early_reading order by began_ms desc limit 1',
    )
    return row?.id ?? ''
  } finally {
    database.close()
  }
}

test('images are at the far PACS before the association ends, each once, and nothing is said of them until the message is there', async () => {
  const association = await open()
  await send(association, 1, 10)
  await untilEarly(4)
  assert.equal((await sending.state())?.outgoing[0]?.state, 'receiving')
  assert.deepEqual(await sentMessages(), [])
  assert.equal((await receiving.state())?.incoming.length, 0)
  const id = newestUpload()
  const content = `/api/nodes/own/arriving/${id}/content`
  assert.equal((await stranger.get(content)).status, 404, 'of another institution')
  assert.deepEqual((await stranger.get('/api/nodes/own/arriving')).json.items, [])
  await send(association, 11, 14)
  await association.release()
  await untilStored(14)
  assert.ok(
    times().every((each) => each === 1),
    `${times()}`,
  )
  const events = await network.centre.db.selectFrom('audit_event').selectAll().execute()
  const readings = events.filter(({ action }) => action === 'node.arriving-read')
  assert.equal(readings.length, 1, 'who read it stands in the trail')
  const fetched = events.filter(({ action }) => action === 'package.download')
  assert.deepEqual(
    fetched.map(({ details }) => details),
    [{ form: 'outline' }],
    'what was read while it came is not fetched again',
  )
  assert.deepEqual(await readdir(join(receiving.folder, 'data', 'early')), [])
  assert.equal((await receiving.state())?.early.length, 0, 'nothing is without its message')
})

test('a receiving node that is killed goes on: what is at the PACS is not stored again', async () => {
  const association = await open()
  await send(association, 1, 8)
  await untilEarly(3)
  await receiving.kill()
  await receiving.startAndReach()
  await send(association, 9, 12)
  await association.release()
  await untilStored(12)
  assert.ok(
    times().filter((each) => each > 1).length <= 1,
    `${times()}: the one that was under way may come twice`,
  )
})

test('a sending node that is killed goes on: every image once', async () => {
  const association = await open()
  await send(association, 1, 8)
  await untilEarly(3)
  await sending.kill()
  await sending.startAndReach()
  const again = await open()
  await send(again, 9, 10)
  await again.release()
  await untilStored(10)
  assert.ok(
    times().every((each) => each === 1),
    `${times()}`,
  )
})

test('what is cancelled after images went early is named on both sides', async () => {
  const association = await open()
  await send(association, 1, 8)
  await untilEarly(3)
  const [outgoing] = (await sending.state())?.outgoing ?? []
  assert.equal(await sending.command(`outgoing/${outgoing?.id}/cancel`), 204)
  await until('it is cancelled', async () => (await sending.state())?.outgoing[0]?.state === 'cancelled')
  assert.match((await sending.state())?.outgoing[0]?.trouble ?? '', /may be at the recipient’s PACS already/)
  association.abort()
  const id = newestUpload()
  await receiving.kill()
  const database = NodeDatabase.open(join(receiving.folder, 'data', 'node.sqlite'))
  // Nobody waits ten minutes here.
  database.run('update early_reading set changed_ms = changed_ms - 700000 where upload_id = ?', id)
  database.close()
  await receiving.startAndReach()
  await until('it is named', async () => ((await receiving.state())?.early.length ?? 0) === 1)
  const [stray] = (await receiving.state())?.early ?? []
  assert.ok((stray?.images ?? 0) >= 3)
  await until('the log names it', async () =>
    (await receiving.log()).includes('images came early, their message did not come'),
  )
  assert.deepEqual(await sentMessages(), [])
})

test('switched off, nothing goes before the message', async () => {
  const before = await readFile(receiving.configPath, 'utf8')
  await writeFile(
    receiving.configPath,
    JSON.stringify({ ...JSON.parse(before), early: { receiving: false } }),
  )
  assert.equal(await receiving.command('reload'), 200)
  const association = await open()
  await send(association, 1, 8)
  await new Promise((resolve) => setTimeout(resolve, 3000))
  assert.equal(atPacs(), 0)
  await association.release()
  await untilStored(8)
  await writeFile(receiving.configPath, before)
  assert.equal(await receiving.command('reload'), 200)
})
