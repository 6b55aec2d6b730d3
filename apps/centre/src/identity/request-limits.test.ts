/** Who asks too often waits, and nobody else does. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import rateLimit from '@fastify/rate-limit'
import fastify from 'fastify'
import { Problem } from '../http/index.ts'
import type { ApiClient } from '../testing/api-client.ts'
import { TestNetwork } from '../testing/network.ts'
import { limitRequests } from './request-limits.ts'

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

test('all accounts of one address have ten times the budget together; one more account waits with the rest', async (t) => {
  const app = fastify()
  t.after(() => app.close())
  app.decorateRequest('caller', null)
  await app.register(rateLimit, { global: false })
  app.addHook('onRequest', async (request) => {
    const account = request.headers['x-account']
    if (typeof account !== 'string') return
    const person = { personId: account, personName: account, roles: [], institution: null }
    request.caller = { ...person, method: 'certificate' }
  })
  limitRequests(app, { config: network.centre.config })
  app.setErrorHandler((error, _request, reply) =>
    reply.code(error instanceof Problem ? error.status : 500).send(),
  )
  app.post('/change', async () => 'done')
  app.get('/found', { schema: { querystring: {} } }, async () => 'found')
  const status = async (method: 'GET' | 'POST', account: string | undefined, remoteAddress = '192.0.2.1') =>
    (
      await app.inject({
        method,
        url: method === 'GET' ? '/found' : '/change',
        headers: account === undefined ? {} : { 'x-account': account },
        remoteAddress,
      })
    ).statusCode
  for (let account = 1; account <= 10; account++) {
    for (let count = 0; count < 3; count++) assert.equal(await status('POST', `account ${account}`), 200)
  }
  assert.equal(await status('POST', 'account 11'), 429)
  // Searches, visitors and other addresses have budgets of their own.
  assert.equal(await status('GET', 'account 11'), 200)
  assert.equal(await status('POST', undefined), 200)
  assert.equal(await status('POST', 'account 11', '192.0.2.2'), 200)
  // Another address does not help an account that has used up its own.
  assert.equal(await status('POST', 'account 1', '192.0.2.2'), 429)
})
