/** Who asks too often waits, and nobody else does. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { ApiClient } from '../testing/api-client.ts'
import { TestNetwork } from '../testing/network.ts'

let network: TestNetwork

before(async () => {
  network = await TestNetwork.start({
    limits: { changesPerMinute: 3, searchesPerMinute: 4, uploadRequestsPerMinute: 5 },
  })
})
after(() => network.remove())

const change = (client: ApiClient) => client.call('POST', '/api/messages', { json: {} })

test('changes are counted by account: a colleague at the same address goes on', async () => {
  const [sender, colleague] = [network.as('sender'), network.as('colleague')]
  for (let count = 0; count < 3; count++) assert.equal((await change(sender)).status, 400)
  const refused = await change(sender)
  assert.deepEqual([refused.status, refused.json.code], [429, 'too-many-requests'])
  assert.match(String(refused.headers['retry-after']), /^[1-5]?\d$|^60$/)
  assert.equal((await change(colleague)).status, 400)
  // What was read before can be read still, and searched.
  assert.equal((await sender.get('/api/session')).status, 200)
  assert.equal((await sender.get('/api/messages')).status, 200)
})

test('searches and uploads have limits of their own', async () => {
  const receiver = network.as('receiver')
  for (let count = 0; count < 4; count++) assert.equal((await receiver.get('/api/messages?q=x')).status, 200)
  assert.equal((await receiver.get('/api/messages?q=x')).status, 429)
  for (let count = 0; count < 5; count++) await receiver.createUpload(`file ${count}`, 1)
  await assert.rejects(receiver.createUpload('one more', 1), /429/)
  assert.equal((await receiver.get('/api/session')).status, 200)
})

test('visitors of one address share a budget, apart from those who have signed in', async () => {
  const [visitor, other] = [network.visitor(), network.visitor()]
  for (let count = 0; count < 4; count++) {
    assert.equal((await visitor.get('/api/institutions?q=x')).status, 200)
  }
  assert.equal((await other.get('/api/institutions?q=x')).status, 429)
  assert.equal((await network.as('second').get('/api/institutions?q=x')).status, 200)
  for (let count = 0; count < 3; count++) assert.equal((await change(visitor)).status, 401)
  assert.equal((await change(visitor)).status, 429)
})
