/** A message that is encrypted to nodes of several recipients: each has to be able to open it, or nobody gets it. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { makeCertificateRequest } from '@epacs/pki'
import { ApiClient } from '../testing/api-client.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'

const { caslav, hornicka, chyne } = INSTITUTIONS
const KEY = { hornicka: 'H'.repeat(43), chyne: 'C'.repeat(43) }

let network: TestNetwork
let sender: ApiClient
let chyneNode: string
const clients: ApiClient[] = []
before(async () => {
  network = await TestNetwork.start()
  sender = (await enrolled(caslav.id)).client
  const { id } = await enrolled(hornicka.id)
  chyneNode = (await enrolled(chyne.id)).id
  await network.centre.db
    .insertInto('node_end_to_end_key')
    .values(
      [
        [KEY.hornicka, id],
        [KEY.chyne, chyneNode],
      ].map(([kid = '', node_id = '']) => ({
        ...{ kid, node_id, statement: '{}', told_at: new Date(), retired_at: null },
      })),
    )
    .execute()
})
after(async () => {
  for (const { agent } of clients) agent.destroy()
  await network.remove()
})

async function enrolled(institution: string) {
  const { json: made } = await network
    .as('operator')
    .call('POST', '/api/nodes/codes', { json: { institution } })
  const { requestPem, privateKeyPem: key } = await makeCertificateRequest('node')
  const json = { code: made.code, certificateRequest: requestPem }
  const { json: node } = await network.visitor().call('POST', '/api/nodes', { json })
  const { ca } = network.visitor().agent.options
  const origin = network.config.certificateEntrance.publicUrl
  const client = new ApiClient(origin, { ca: String(ca), cert: node.certificate, key })
  clients.push(client)
  return { id: node.id as string, client }
}

async function sendTo(keys: readonly string[]) {
  const upload = await sender.upload({ name: 'package.zip', bytes: Buffer.alloc(1000, 7) })
  const json = {
    ...{ recipients: [hornicka.id, chyne.id], uploads: [upload], subject: 'CT' },
    endToEnd: { instances: 1, keys },
  }
  return await sender.call('POST', '/api/messages', { json })
}

const messages = async () =>
  (await network.centre.db.selectFrom('message').select('id').execute()).map(({ id }) => id)

test('what one of the recipients could not open is refused, and it is said which; nobody gets it', async () => {
  const { status, json } = await sendTo([KEY.hornicka])
  assert.deepEqual([status, json.code, json.recipients], [422, 'no-end-to-end-key', [chyne.id]])
  assert.deepEqual(await messages(), [])
})

test('a key of nobody opens it for nobody', async () => {
  const { status, json } = await sendTo(['X'.repeat(43)])
  assert.deepEqual([status, json.recipients], [422, [hornicka.id, chyne.id]])
  assert.deepEqual(await messages(), [])
})

test('to keys of all of them it is taken', async () => {
  const { status, json } = await sendTo([KEY.hornicka, KEY.chyne])
  assert.equal(status, 201)
  assert.deepEqual(await messages(), [json.id])
})

test('a node that was revoked opens nothing any more', async () => {
  const before = await messages()
  await network.centre.db
    .updateTable('node')
    .set({ revoked_at: new Date() })
    .where('id', '=', chyneNode)
    .execute()
  const { status, json } = await sendTo([KEY.hornicka, KEY.chyne])
  assert.deepEqual([status, json.code, json.recipients], [422, 'no-end-to-end-key', [chyne.id]])
  assert.deepEqual(await messages(), before)
})
