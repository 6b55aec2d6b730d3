/** An institution with two nodes before one PACS: what one has begun, the other finishes when the operator revokes it. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import { storedObject } from '../../../packages/dicom/src/network/testing/part10.ts'
import { ctSlice } from '../../centre/src/testing/dicom-file.ts'
import { freePort } from '../../centre/src/testing/free-port.ts'
import { INSTITUTIONS, TestNetwork } from '../../centre/src/testing/network.ts'
import { until } from '../../centre/src/testing/until.ts'
import { Hospital } from './testing/hospital.ts'
import { ScriptedPacs } from './testing/scripted-pacs.ts'

const IMAGES = 8

let network: TestNetwork
let nodes: readonly Hospital[] = []
let pacs: ScriptedPacs
before(async () => {
  network = await TestNetwork.start()
  const port = await freePort()
  pacs = new ScriptedPacs(port)
  await pacs.start()
  const toPacs = { pacs: { host: '127.0.0.1', port, aeTitle: 'PACS' } }
  nodes = await Promise.all([1, 2].map(async () => await Hospital.enrol(network, 'hornicka', toPacs)))
  await Promise.all(nodes.map(async (node) => await node.startAndReach()))
})
after(async () => {
  await Promise.all([...nodes.map(async (node) => await node.kill()), pacs?.stop()])
  await network?.remove()
})

const files = (study: number) =>
  Array.from({ length: IMAGES }, (_, index) => ({
    name: `IM${index}`,
    bytes: ctSlice({ study, instance: index + 1, pixelBytes: 200_000 }),
  }))

const send = async (study: number) => {
  const sender = network.as('sender')
  const { id } = (await sender.send([INSTITUTIONS.hornicka.id], files(study))).json
  await sender.until(id, 'delivered')
  return id as string
}

const messageOf = async (id: string) => (await network.as('sender').get(`/api/messages/${id}`)).json

const delivery = async (node: Hospital, id: string) =>
  (await node.state())?.incoming.find(({ message }) => message === id)

function assertAtPacs(study: number): void {
  for (const { bytes } of files(study)) {
    const { sopInstanceUid = '', dataSet = '' } = storedObject(bytes) ?? {}
    const sha256 = createHash('sha256').update(dataSet).digest('hex')
    assert.equal(pacs.taken.get(sopInstanceUid), sha256, sopInstanceUid)
  }
}

test('a delivery goes to the PACS from one of them alone', async () => {
  const asked = new Map<string, number>()
  pacs.answer = ({ sopInstanceUid }) => {
    asked.set(sopInstanceUid, (asked.get(sopInstanceUid) ?? 0) + 1)
    return undefined
  }
  const id = await send(1)
  await until('it is stored', async () => (await messageOf(id)).deliveries[0].status === 'stored')
  assertAtPacs(1)
  assert.deepEqual([...asked.values()], Array(IMAGES).fill(1))
})

test('the node that has begun it is revoked: the other goes on, and what the sender reads is true', async () => {
  let isFull = true
  pacs.answer = () => (isFull && pacs.taken.size >= IMAGES + 3 ? { status: 0xa700 } : undefined)
  const id = await send(2)
  const states = async () => await Promise.all(nodes.map(async (node) => await delivery(node, id)))
  await until('one has brought a part of it to the PACS, and the other has let it go', async () => {
    const both = await states()
    const [begun, other] = both[0]?.trouble?.includes('A700') ? both : both.toReversed()
    return begun?.trouble?.includes('A700') === true && (other === undefined || other.state === 'gone')
  })
  const begun = (await states()).findIndex((each) => each?.trouble?.includes('A700'))
  const [first, second] = begun === 0 ? nodes : nodes.toReversed()
  assert.ok(first && second)
  assert.equal((await messageOf(id)).atPacs[0].stored, 3)
  await until('the operator sees that the PACS refuses', async () => {
    const { items } = (await network.as('operator').get('/api/nodes')).json
    return items.some(({ trouble }: { trouble: string | null }) => trouble === 'pacs-refuses')
  })

  const revoked = (await first.state())?.node.id
  await network.as('operator').call('POST', `/api/nodes/${revoked}/revoke`)
  await until('the first knows', async () =>
    /revoked-certificate/.test((await first.state())?.centre.trouble ?? ''),
  )
  await until('the second has taken it on', async () =>
    /A700/.test((await delivery(second, id))?.trouble ?? ''),
  )
  assert.equal((await messageOf(id)).deliveries[0].status, 'forwarded')
  isFull = false
  await until('it is stored', async () => (await messageOf(id)).deliveries[0].status === 'stored')
  assert.deepEqual((await messageOf(id)).atPacs[0], {
    institution: { id: INSTITUTIONS.hornicka.id, name: INSTITUTIONS.hornicka.name },
    stored: IMAGES,
    refused: [],
    atEach: [],
    decompressed: 0,
    waitsForDecision: false,
  })
  assertAtPacs(2)
  assert.equal(pacs.taken.size, 2 * IMAGES)
  await until('the second is done', async () => (await delivery(second, id))?.state === 'done')
  assert.equal((await delivery(first, id))?.state, 'storing')
})

test('a node that replaces a revoked one takes up what that one had begun', async () => {
  const reached = await Promise.all(nodes.map(async (node) => (await node.state())?.centre.isReached))
  const only = nodes[reached.indexOf(true)]
  assert.ok(only)
  const port = await freePort()
  pacs.answer = () => ({ status: 0xa700 })
  const id = await send(3)
  await until(
    'it has taken it on',
    async () => (await delivery(only, id))?.trouble?.includes('A700') === true,
  )
  const revoked = (await only.state())?.node.id
  await network.as('operator').call('POST', `/api/nodes/${revoked}/revoke`)
  await only.kill()
  const fresh = new ScriptedPacs(port)
  await fresh.start()
  const replacing = await Hospital.enrol(network, 'hornicka', {
    pacs: { host: '127.0.0.1', port, aeTitle: 'PACS' },
  })
  await replacing.startAndReach()
  try {
    await until('it is stored', async () => (await messageOf(id)).deliveries[0].status === 'stored')
    assert.equal(fresh.taken.size, IMAGES)
    assert.deepEqual(
      (await replacing.state())?.incoming.map(({ message }) => message),
      [id],
    )
  } finally {
    await replacing.kill()
    await fresh.stop()
  }
})
