/** Calls of webhooks to a real server over TLS, from a real centre. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:https'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { Webhook } from 'standardwebhooks'
import { remindOfRequests } from '../requests/remind.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, PEOPLE, TestNetwork } from '../testing/network.ts'
import { until } from '../testing/until.ts'
import { mayBeCalled, post } from './post.ts'
import { sealSecrets, secretsOf } from './secrets.ts'

interface Taken {
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: string
}

let network: TestNetwork
let receiver: Server
let origin: string
/** What the receiver answers with, by path; a list is used up from its beginning. */
const answers = new Map<string, number[]>()
const taken: Taken[] = []
const { hornicka, caslav } = INSTITUTIONS
let slices = 0
/** Answers to `/slow` that are under way, and most of them at once. */
let slow = 0
let mostSlow = 0
const ADDRESS = 'zastupce@hornicka.example'

before(async () => {
  network = await TestNetwork.start({ webhooks: { privateNetworks: ['127.0.0.1', '::1'] } })
  setDefaultCACertificates([
    ...getCACertificates('default'),
    await readFile(join(network.folder, 'ca.pem'), 'utf8'),
  ])
  const [cert, key] = [
    await readFile(join(network.folder, 'server.pem')),
    await readFile(join(network.folder, 'server-key.pem')),
  ]
  receiver = createServer({ cert, key }, async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const path = request.url ?? ''
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    )
    if (path.startsWith('/slow')) {
      mostSlow = Math.max(mostSlow, ++slow)
      // Longer than a worker takes to look for jobs.
      await delay(3000)
      slow--
    }
    taken.push({ path, headers, body: Buffer.concat(chunks).toString() })
    response.writeHead(answers.get(path)?.shift() ?? 204).end()
  })
  receiver.listen(0, 'localhost')
  await once(receiver, 'listening')
  const address = receiver.address()
  assert.ok(typeof address === 'object' && address !== null)
  origin = `https://localhost:${address.port}`
  await network.centre.db
    .updateTable('person')
    .set({ email: ADDRESS })
    .where('id', '=', PEOPLE.receiver.id)
    .execute()
  await network.centre.db
    .updateTable('membership')
    .set({ role: 'representative' })
    .where('person_id', 'in', [PEOPLE.receiver.id, PEOPLE.sender.id])
    .execute()
})
after(async () => {
  receiver?.close()
  await network?.remove()
})

const add = async (person: 'sender' | 'receiver', path: string, happenings: readonly string[]) => {
  const json = { url: `${origin}${path}`, happenings }
  const { status, json: made } = await network.as(person).call('POST', '/api/webhooks', { json })
  assert.equal(status, 201, JSON.stringify(made))
  return made as { id: string; secret: string }
}
const send = async (more: object = {}) => {
  const bytes = ctSlice({ study: ++slices, instance: 1, patientName: 'Nováková^Eva' })
  const files = [{ name: 'Nováková.dcm', bytes }]
  const sent = await network
    .as('sender')
    .send([hornicka.id], files, { subject: 'Koleno', note: 'Koleno', ...more })
  await network.as('sender').until(sent.json.id, 'delivered')
  return String(sent.json.id)
}
const at = (path: string) => taken.filter((call) => call.path === path)
const remove = async (id: string) => {
  assert.equal((await network.as('receiver').call('DELETE', `/api/webhooks/${id}`)).status, 204)
}
const listed = async (id: string) => {
  const { json } = await network.as('receiver').get('/api/webhooks')
  return json.items.find((webhook: { id: string }) => webhook.id === id)
}

test('an arrival is told to the recipient, its receipts to the sender: signed, and without a word about the patient', async () => {
  const arrivals = await add('receiver', '/arrivals', ['message.arrived'])
  const urgent = await add('receiver', '/urgent', ['message.urgent'])
  const receipts = await add('sender', '/receipts', ['message.receipt', 'message.failed'])
  const calm = await send()
  await until('two calls', () => at('/arrivals').length === 1 && at('/receipts').length === 1)
  const [call] = at('/arrivals')
  assert.ok(call)
  const verified = new Webhook(arrivals.secret).verify(call.body, call.headers)
  assert.partialDeepStrictEqual(verified, {
    type: 'message.arrived',
    data: {
      message: calm,
      status: 'delivered',
      urgent: false,
      sender: { id: caslav.id, name: caslav.name },
      recipient: { id: hornicka.id, name: hornicka.name },
    },
  })
  assert.throws(() => new Webhook(urgent.secret).verify(call.body, call.headers), 'of another secret')
  assert.throws(() => new Webhook(arrivals.secret).verify(`${call.body} `, call.headers), 'changed')
  const hurried = await send({ urgent: true })
  await until('the urgent one', () => at('/urgent').length === 1 && at('/arrivals').length === 2)
  assert.equal(JSON.parse(at('/urgent')[0]?.body ?? '').data.message, hurried)
  await network.as('receiver').get(`/api/messages/${hurried}`)
  await until('the receipt of opening', () => at('/receipts').some(({ body }) => body.includes('"opened"')))
  const [receipt] = at('/receipts')
  assert.ok(receipt)
  new Webhook(receipts.secret).verify(receipt.body, receipt.headers)
  for (const { body } of taken) assert.doesNotMatch(body, /Nov|Koleno/)
  for (const { id } of [arrivals, urgent]) await remove(id)
})

test('a request for images is told to the asked institution, with its urgency and not a word about the patient', async () => {
  const { id, secret } = await add('receiver', '/requests', ['request.received'])
  const neededBy = new Date(Date.now() + 3_600_000).toISOString()
  const json = {
    ...{
      institution: hornicka.id,
      clinician: 'MUDr. Jana Čápová',
      wanted: 'Koleno',
      reason: 'Nováková padá',
    },
    ...{ patient: { name: 'Nováková Eva', birthDate: '1973-10-28' }, urgency: 'stat', neededBy },
  }
  const asked = await network.as('sender').call('POST', '/api/requests', { json })
  assert.equal(asked.status, 201, JSON.stringify(asked.json))
  const { db } = network.centre
  await until('the call', () => at('/requests').length === 1)
  const overdue = { needed_by: new Date(Date.now() - 1000) }
  await db.updateTable('image_request').set(overdue).where('id', '=', asked.json.id).execute()
  await remindOfRequests(network.centre)
  await until('the call about its being overdue', () => at('/requests').length === 2)
  const [received, late] = at('/requests')
  assert.ok(received && late)
  const asking = { id: caslav.id, name: caslav.name }
  assert.partialDeepStrictEqual(new Webhook(secret).verify(received.body, received.headers), {
    type: 'request.received',
    data: { request: asked.json.id, urgency: 'stat', urgent: true, neededBy, asking },
  })
  assert.equal(JSON.parse(late.body).type, 'request.overdue')
  for (const { body } of [received, late]) assert.doesNotMatch(body, /Nov|Koleno|1973/)
  await remove(id)
})

test('a secret is sealed in the database, and exchanged without a call that cannot be checked', async () => {
  const { id, secret } = await add('receiver', '/exchanged', ['message.arrived'])
  const path = `/api/webhooks/${id}/secret`
  const row = async () =>
    await network.centre.db.selectFrom('webhook').where('id', '=', id).selectAll().executeTakeFirstOrThrow()
  const plain = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const kept = await row()
  assert.equal(kept.secret, null)
  assert.ok(kept.sealed_secret !== null && !kept.sealed_secret.includes(plain))
  const trial = async () => {
    const { json } = await network.as('receiver').call('POST', `/api/webhooks/${id}/test`)
    assert.deepEqual(json, { isTaken: true, problem: null })
    const call = at('/exchanged').at(-1)
    assert.ok(call)
    return (each: string) => {
      try {
        new Webhook(each).verify(call.body, call.headers)
        return true
      } catch {
        return false
      }
    }
  }
  assert.equal((await network.as('sender').call('POST', path)).status, 404)
  const { status, json: second } = await network.as('receiver').call('POST', path)
  assert.equal(status, 200)
  assert.equal((await listed(id)).previousSecretUntil, second.previousUntil)
  const again = await network.as('receiver').call('POST', path)
  assert.deepEqual([again.status, again.json.code], [409, 'webhook-secret-just-renewed'])
  assert.deepEqual([secret, second.secret].map(await trial()), [true, true])
  // The time of both is over.
  await network.centre.db
    .updateTable('webhook')
    .set({ previous_until: new Date() })
    .where('id', '=', id)
    .execute()
  assert.deepEqual([secret, second.secret].map(await trial()), [false, true])
  const json = { previousForHours: 0 }
  const { json: third } = await network.as('receiver').call('POST', path, { json })
  assert.equal(third.previousUntil, null)
  assert.deepEqual([second.secret, third.secret].map(await trial()), [false, true])

  // As a centre of before kept it: what is there is sealed at the next start or call, and serves on.
  const set = async (values: Partial<Awaited<ReturnType<typeof row>>>) =>
    await network.centre.db.updateTable('webhook').set(values).where('id', '=', id).execute()
  await set({ secret: plain, sealed_secret: null })
  await sealSecrets(network.centre)
  assert.equal((await row()).secret, null)
  await set({ secret: plain, sealed_secret: null })
  assert.equal((await trial())(secret), true)
  assert.equal((await row()).secret, null)
  await set({ secret: plain, sealed_secret: null })
  const { json: fourth } = await network.as('receiver').call('POST', path)
  assert.deepEqual([secret, fourth.secret].map(await trial()), [true, true])

  // Sealed with a key that is lost.
  const foreign = randomBytes(60)
  await set({ sealed_secret: foreign, previous_secret: null, previous_until: null })
  await send()
  await until('the representative reads of it', async () => (await listed(id)).problem === 'no-secret')
  const { json: fifth } = await network.as('receiver').call('POST', path)
  assert.deepEqual((await row()).previous_secret, foreign)
  assert.equal((await trial())(fifth.secret), true)
  await remove(id)
})

test('what is not taken is called again, in order, under the same id', async () => {
  answers.set('/broken', [500, 503])
  const { id } = await add('receiver', '/broken', ['message.arrived'])
  const first = await send()
  await until('its failure', async () => (await listed(id))?.problem === 'status-500')
  const second = await send()
  const standing = await listed(id)
  assert.equal(standing.waiting, 2)
  assert.ok(Date.parse(standing.retryAt) > Date.now(), 'not at once')
  // The pause is over.
  const soon = { retry_at: new Date(), failures: 0 }
  for (const problem of ['status-503', null]) {
    await network.centre.db.updateTable('webhook').set(soon).where('id', '=', id).execute()
    await until('another attempt', async () => (await listed(id))?.problem === problem)
  }
  await until('all of them', async () => (await listed(id))?.waiting === 0)
  const calls = at('/broken').map(({ headers, body }) => [
    headers['webhook-id'],
    JSON.parse(body).data.message,
  ])
  assert.deepEqual(
    calls.map(([, message]) => message),
    [first, first, first, second],
  )
  assert.equal(new Set(calls.slice(0, 3).map(([call]) => call)).size, 1)
})

test('webhooks of one institution are called one after the other', async () => {
  const one = await add('receiver', '/slow/one', ['message.arrived'])
  const other = await add('receiver', '/slow/other', ['message.arrived'])
  await send()
  await until('both are called', () => at('/slow/one').length === 1 && at('/slow/other').length === 1)
  assert.equal(mostSlow, 1)
  for (const { id } of [one, other]) await remove(id)
})

test('who is gone, or has not taken anything for days, is called no more; a paused webhook can go on', async () => {
  answers.set('/gone', [410])
  const gone = await add('receiver', '/gone', ['message.arrived'])
  await send()
  await until('it is paused', async () => (await listed(gone.id))?.pausedAt !== null)
  answers.set('/old', [500, 500])
  const old = await add('receiver', '/old', ['message.arrived'])
  await send()
  await until('its failure', async () => (await listed(old.id))?.problem === 'status-500')
  const { db } = network.centre
  const long = new Date(Date.now() - 4 * 24 * 3_600_000)
  await db.updateTable('webhook_call').set({ at: long }).where('webhook_id', '=', old.id).execute()
  await db.updateTable('webhook').set({ retry_at: new Date() }).where('id', '=', old.id).execute()
  await until('it is paused', async () => (await listed(old.id))?.pausedAt !== null)
  assert.equal(at('/gone').length, 1)
  const mails = await db
    .selectFrom('mail')
    .where('template', '=', 'webhook-paused')
    .select('recipient')
    .execute()
  assert.deepEqual(mails, [{ recipient: ADDRESS }, { recipient: ADDRESS }])
  const path = `/api/webhooks/${old.id}`
  const on = await network.as('receiver').call('PATCH', path, { json: { isPaused: false } })
  assert.equal(on.status, 204)
  await until('what waited', async () => (await listed(old.id))?.waiting === 0)
  for (const { id } of [gone, old]) await remove(id)
})

test('a trial is called at once and says how it went; others see, change and remove nothing of it', async () => {
  const { id, secret } = await add('receiver', '/trial', ['message.receipt'])
  answers.set('/trial', [200, 404])
  const trial = async () => (await network.as('receiver').call('POST', `/api/webhooks/${id}/test`)).json
  assert.deepEqual(await trial(), { isTaken: true, problem: null })
  assert.deepEqual(await trial(), { isTaken: false, problem: 'status-404' })
  const [call] = at('/trial')
  assert.ok(call)
  assert.partialDeepStrictEqual(new Webhook(secret).verify(call.body, call.headers), { type: 'webhook.test' })
  const { json } = await network.as('receiver').get('/api/webhooks')
  assert.doesNotMatch(JSON.stringify(json), /whsec|secret/)
  for (const [method, path] of [
    ['POST', `/api/webhooks/${id}/test`],
    ['DELETE', `/api/webhooks/${id}`],
  ] as const) {
    assert.equal((await network.as('sender').call(method, path)).status, 404)
    assert.equal((await network.as('colleague').call(method, path)).status, 403)
  }
  await remove(id)
  assert.equal(await listed(id), undefined)
  for (let there = 1; there < 5; there++) await add('receiver', `/${there}`, ['message.failed'])
  const oneMore = { url: `${origin}/more`, happenings: ['message.failed'] }
  const tooMany = await network.as('receiver').call('POST', '/api/webhooks', { json: oneMore })
  assert.deepEqual([tooMany.status, tooMany.json.code], [409, 'too-many-webhooks'])
})

test('an address that is not public is not called, nor one that is not https', async () => {
  const one = (url: string) =>
    network.as('receiver').call('POST', '/api/webhooks', { json: { url, happenings: ['message.arrived'] } })
  const refused = await one('https://10.0.0.1/')
  assert.deepEqual([refused.status, refused.json.code], [422, 'webhook-address-refused'])
  assert.equal((await one('http://example.org/')).status, 400)
  const allowed = ['https://example.org/hook', 'https://93.184.215.14/', 'https://[2606:2800:21f:cb07::1]/']
  const forbidden = [
    'https://user:word@example.org/',
    'https://169.254.169.254/latest/meta-data',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[fd00::1]/',
    'ftp://example.org/',
    'nothing',
  ]
  assert.deepEqual(
    allowed.filter((url) => !mayBeCalled(url, [])),
    [],
  )
  assert.deepEqual(
    forbidden.filter((url) => mayBeCalled(url, [])),
    [],
  )
})

test('a name that leads to a private address is not called', async () => {
  const before = taken.length
  const call = { url: `${origin}/inside`, headers: {}, body: '{}' }
  const attempt = await post(call, [], new AbortController().signal)
  assert.deepEqual(attempt, { problem: 'address-refused', isGone: false })
  assert.equal(taken.length, before)
})

test('where processes begin to share keys, that of secrets becomes theirs at the start, before any call', async () => {
  await add('sender', '/shared', ['message.failed'])
  const { config, db } = network.centre
  const sealFile = join(network.folder, 'seal')
  await writeFile(sealFile, randomBytes(48))
  // Another object for the same database, as another process has.
  const processWith = (dataFolder: string) => ({
    db: db.withSchema('public'),
    config: { ...config, dataFolder, keys: { sealFile } },
  })
  const empty = join(network.folder, 'empty')
  await assert.rejects(sealSecrets(processWith(empty)), /not in this data folder/)
  await sealSecrets(processWith(config.dataFolder))
  const other = processWith(empty)
  await sealSecrets(other)
  const kept = await db.selectFrom('webhook').selectAll().execute()
  assert.ok(kept.length > 0)
  for (const each of kept) assert.equal((await secretsOf(other, each, new Date())).length, 1)
})
