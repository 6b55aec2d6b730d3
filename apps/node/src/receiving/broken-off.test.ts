/** A PACS that aborts at an image: that image is named, and nothing else waits for it. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { STATUS } from '@epacs/dicom/network'
import { storedObject } from '../../../../packages/dicom/src/network/testing/part10.ts'
import { ctSlice } from '../../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import { INSTITUTIONS, TestNetwork } from '../../../centre/src/testing/network.ts'
import { until } from '../../../centre/src/testing/until.ts'
import { Hospital } from '../testing/hospital.ts'
import { ScriptedPacs } from '../testing/scripted-pacs.ts'

const IMAGES = 5

let network: TestNetwork
let hospital: Hospital
let pacs: ScriptedPacs
before(async () => {
  network = await TestNetwork.start()
  const port = await freePort()
  pacs = new ScriptedPacs(port)
  hospital = await Hospital.enrol(network, 'hornicka', { pacs: { host: '127.0.0.1', port, aeTitle: 'PACS' } })
  await Promise.all([pacs.start(), hospital.startAndReach()])
})
after(async () => {
  await Promise.all([hospital?.kill(), pacs?.stop()])
  await network?.remove()
})

const uidOf = (bytes: Uint8Array) => storedObject(bytes)?.sopInstanceUid ?? ''

test('an image at which the PACS aborts keeps no other waiting, and is named as refused in the end', async () => {
  const files = Array.from({ length: IMAGES }, (_, index) => ({
    name: `IM${index}`,
    bytes: ctSlice({ study: 1, instance: index + 1, pixelBytes: 20_000 }),
  }))
  const bad = new Set(files.slice(0, 2).map(({ bytes }) => uidOf(bytes)))
  const asked = new Map<string, number>()
  pacs.answer = ({ sopInstanceUid, association }) => {
    asked.set(sopInstanceUid, (asked.get(sopInstanceUid) ?? 0) + 1)
    if (!bad.has(sopInstanceUid)) return undefined
    association.abort()
    return { status: STATUS.processingFailure }
  }
  const sender = network.as('sender')
  const { id } = (await sender.send([INSTITUTIONS.hornicka.id], files)).json
  await until('the others are at the PACS', () => pacs.taken.size === IMAGES - bad.size)
  const incoming = async () => (await hospital.state())?.incoming.find(({ message }) => message === id)
  await until('the node says what is in the way', async () =>
    /broke off at an image/.test((await incoming())?.trouble ?? ''),
  )
  await until('the node is done', async () => {
    await hospital.command('retry')
    return (await incoming())?.state === 'done'
  })
  const message = (await sender.get(`/api/messages/${id}`)).json
  assert.equal(message.deliveries[0].status, 'forwarded')
  const [{ stored, refused }] = message.atPacs
  assert.equal(stored, IMAGES - bad.size)
  assert.deepEqual(
    new Set(refused.map(({ sopInstanceUid }: { sopInstanceUid: string }) => sopInstanceUid)),
    bad,
  )
  for (const { status, comment } of refused) {
    assert.equal(status, null)
    assert.match(comment, /breaks off/)
  }
  for (const { bytes } of files) assert.equal(asked.get(uidOf(bytes)), bad.has(uidOf(bytes)) ? 8 : 1)
})

test('a PACS that is away is told apart from one that refuses', async () => {
  const trouble = async () => (await network.as('operator').get('/api/nodes')).json.items[0].trouble
  await pacs.stop()
  pacs.answer = undefined
  const sender = network.as('sender')
  const bytes = ctSlice({ study: 2, instance: 1 })
  const { id } = (await sender.send([INSTITUTIONS.hornicka.id], [{ name: 'IM', bytes }])).json
  await until('the operator sees that it is away', async () => (await trouble()) === 'pacs-away')
  pacs.answer = () => ({ status: STATUS.outOfResources })
  await pacs.start()
  await until('the operator sees that it refuses', async () => {
    await hospital.command('retry')
    return (await trouble()) === 'pacs-refuses'
  })
  pacs.answer = undefined
  await until('it is stored', async () => {
    await hospital.command('retry')
    return (await sender.get(`/api/messages/${id}`)).json.deliveries[0].status === 'stored'
  })
})
