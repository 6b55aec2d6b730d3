/** A study travels while it arrives: whatever happens in between, it becomes one message with every image. */
import assert from 'node:assert/strict'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, beforeEach, test } from 'node:test'
import { type Association, requestAssociation, STATUS, store } from '@epacs/dicom/network'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { NodeDatabase } from '../state/database.ts'
import { Hospital } from '../testing/hospital.ts'

/** Several times what a package keeps in memory before it is written. */
const PIXEL_BYTES = 1_000_000
const CT = '1.2.840.10008.5.1.4.1.1.2'
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1'

let network: TestNetwork
let hospital: Hospital
let study = 0
before(async () => {
  network = await TestNetwork.start()
  hospital = await Hospital.enrol(network, 'caslav', { dicom: { quietSeconds: 3600 } })
  await hospital.startAndReach()
})
beforeEach(() => {
  study++
})
after(async () => {
  await hospital?.kill()
  await network?.remove()
})

async function open(): Promise<Association> {
  return await requestAssociation({
    host: '127.0.0.1',
    port: hospital.dicomPort,
    calledAeTitle: 'HORNICKA',
    callingAeTitle: 'PACS',
    contexts: [{ abstractSyntax: CT, transferSyntaxes: [EXPLICIT_LITTLE_ENDIAN] }],
  })
}

async function send(association: Association, from: number, to: number): Promise<void> {
  for (let instance = from; instance <= to; instance++) {
    const object = storedObject(ctSlice({ study, instance, pixelBytes: PIXEL_BYTES }))
    assert.ok(object)
    assert.equal((await store(association, object)).status, STATUS.success)
  }
}

const uploads = join('data', 'uploads')

/** Names and lengths of what the centre has received and not packed. */
async function atCentre(): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>()
  for (const name of await readdir(join(network.folder, uploads), { recursive: true })) {
    const facts = await stat(join(network.folder, uploads, name)).catch(() => undefined)
    if (facts?.isFile() === true) found.set(name.split('/').at(-1) ?? '', facts.size)
  }
  return found
}

async function untilTravelling(bytes: number): Promise<string> {
  let name = ''
  await until('images travel', async () => {
    const entry = [...(await atCentre())].find(([, size]) => size > bytes)
    name = entry?.[0] ?? ''
    return entry !== undefined
  })
  return name
}

/** Of the newest message, in the node's own records. */
function uploadPath(): unknown {
  const database = NodeDatabase.open(join(hospital.folder, 'data', 'node.sqlite'))
  try {
    return database.get<{ upload_path: string | null }>(
      'select upload_path from outgoing order by created_ms desc limit 1',
    )?.upload_path
  } finally {
    database.close()
  }
}

/** What is under way, or was last. */
async function newest() {
  return (await hospital.state())?.outgoing[0]
}

async function untilDelivered(instances: number): Promise<void> {
  await until('it is delivered', async () => (await newest())?.state === 'delivered')
  const { json } = await network.as('sender').get('/api/messages?box=sent&pageSize=100')
  const own = json.items.filter(({ studies }: { studies: readonly { studyInstanceUid: string }[] }) =>
    studies.some(({ studyInstanceUid }) => studyInstanceUid.endsWith(`.1234.${study}`)),
  )
  assert.deepEqual(
    own.map((message: { instances: number }) => message.instances),
    [instances],
  )
}

test('images are at the centre before the association ends', async () => {
  const association = await open()
  await send(association, 1, 8)
  const upload = await untilTravelling(3 * PIXEL_BYTES)
  assert.equal((await newest())?.state, 'receiving')
  await send(association, 9, 12)
  await until('more of them travels', async () => ((await atCentre()).get(upload) ?? 0) > 7 * PIXEL_BYTES)
  await association.release()
  await untilDelivered(12)
  // What travelled is what the message was made of: nothing was sent twice.
  assert.equal(String(uploadPath()).split('/').at(-1), upload)
})

test('a node that is killed goes on with the upload where the centre has it', async () => {
  const association = await open()
  await send(association, 1, 8)
  const upload = await untilTravelling(3 * PIXEL_BYTES)
  await hospital.kill()
  await hospital.startAndReach()
  const again = await open()
  await send(again, 9, 10)
  await until('it goes on', async () => ((await atCentre()).get(upload) ?? 0) > 6 * PIXEL_BYTES)
  assert.equal((await atCentre()).size, 1)
  await again.release()
  await untilDelivered(10)
})

test('what the centre has of another package than the one that is made now is given up', async () => {
  const association = await open()
  await send(association, 1, 8)
  const upload = await untilTravelling(3 * PIXEL_BYTES)
  await hospital.kill()
  // As if the images had come in another order.
  const database = NodeDatabase.open(join(hospital.folder, 'data', 'node.sqlite'))
  database.run('update outgoing_instance set position = -position + 100')
  database.close()
  await hospital.startAndReach()
  await until('it is given up', async () => !(await atCentre()).has(upload))
  const again = await open()
  await send(again, 9, 9)
  await again.release()
  await untilDelivered(9)
})

test('with the centre away images are taken, and travel when it is back', async () => {
  await network.stopHere()
  const association = await open()
  await send(association, 1, 6)
  await network.startHere()
  await untilTravelling(3 * PIXEL_BYTES)
  await association.release()
  await untilDelivered(6)
})

test('what is held while it arrives stays where it is, and goes on when it is released', async () => {
  const association = await open()
  await send(association, 1, 6)
  const upload = await untilTravelling(3 * PIXEL_BYTES)
  const { id = '' } = (await newest()) ?? {}
  assert.equal(await hospital.command(`outgoing/${id}/hold`), 204)
  const held = (await atCentre()).get(upload)
  await send(association, 7, 12)
  assert.equal((await atCentre()).get(upload), held)
  assert.equal(await hospital.command(`outgoing/${id}/release`), 204)
  await until('it goes on', async () => ((await atCentre()).get(upload) ?? 0) > 8 * PIXEL_BYTES)
  await association.release()
  await untilDelivered(12)
})

test('what is cancelled while it arrives is removed here and at the centre', async () => {
  const association = await open()
  await send(association, 1, 8)
  const upload = await untilTravelling(3 * PIXEL_BYTES)
  const { id = '' } = (await newest()) ?? {}
  assert.equal(await hospital.command(`outgoing/${id}/cancel`), 204)
  await until('it is cancelled', async () => (await newest())?.state === 'cancelled')
  assert.ok(!(await atCentre()).has(upload))
  assert.deepEqual(await readdir(join(hospital.folder, 'data', 'spool')), [])
  assert.deepEqual(await readdir(join(hospital.folder, 'data', 'outgoing')), [])
  await association.release()
})
