/** Of what a node sends nothing more is given once it was revoked: neither to who reads it already, nor to who begins. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ApiClient } from '../testing/api-client.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { until } from '../testing/until.ts'

const SIZE_BYTES = 2_000_000
const ARRIVING = '/api/nodes/own/arriving'

let network: TestNetwork
let sending: ApiClient
let receiving: ApiClient
before(async () => {
  network = await TestNetwork.start()
  sending = await network.enrolNode('caslav')
  receiving = await network.enrolNode('chyne')
})
after(async () => await network?.remove())

async function announced(): Promise<string> {
  const id = await sending.createUpload('study.zip', SIZE_BYTES)
  const json = { recipients: [INSTITUTIONS.chyne.id], urgent: false }
  const { status, json: told } = await sending.call('PUT', `${ARRIVING}/${id}`, { json })
  assert.deepEqual([status, told], [200, { recipients: [INSTITUTIONS.chyne.id] }])
  assert.equal((await sending.patch(id, 0, Buffer.alloc(1000, 1))).status, 204)
  return id
}

test('who reads what a node sends is cut when that node is revoked, and nobody begins to read it', async () => {
  const [read, unread] = [await announced(), await announced()]
  let isCut = false
  const reading = receiving.get(`${ARRIVING}/${read}/content`).catch(() => {
    isCut = true
  })
  await until('it is read', async () => {
    const events = await network.centre.db.selectFrom('audit_event').select('action').execute()
    return events.some(({ action }) => action === 'node.arriving-read')
  })
  const { json: nodes } = await network.as('operator').get('/api/nodes')
  const { id } = nodes.items.find(
    (each: { institution: { id: string } }) => each.institution.id === INSTITUTIONS.caslav.id,
  )
  assert.equal((await network.as('operator').call('POST', `/api/nodes/${id}/revoke`)).status, 204)
  assert.equal((await receiving.get(`${ARRIVING}/${unread}/content`)).status, 404)
  await reading
  assert.ok(isCut, 'its content ended as if it were whole')
  assert.equal((await receiving.get(`${ARRIVING}/${read}/content`)).status, 404)
  assert.deepEqual((await receiving.get(ARRIVING)).json, { items: [], unavailable: null })
})
