import assert from 'node:assert/strict'
import { request } from 'node:https'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { ApiClient } from '../testing/api-client.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { until } from '../testing/until.ts'

const { hornicka } = INSTITUTIONS

let network: TestNetwork
before(async () => {
  network = await TestNetwork.start({ limits: { eventStreams: 2 } })
})
after(() => network.remove())

interface Stream {
  readonly status: number
  readonly text: () => string
  readonly ended: Promise<void>
  close(): void
}

async function listen(client: ApiClient): Promise<Stream> {
  return await new Promise((resolve, reject) => {
    const outgoing = request(new URL('/api/events', client.origin), { agent: client.agent }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      const ended = new Promise<void>((done) => response.on('close', done))
      resolve({ status: response.statusCode ?? 0, text: () => text, ended, close: () => response.destroy() })
    })
    outgoing.on('error', reject).end()
  })
}

/** Of the events that have come whole. */
const dataOf = (stream: Stream) =>
  [...stream.text().matchAll(/^data: (.*)\n\n/gm)].map(([, json]) => JSON.parse(json ?? ''))

test('the parties of a message are told as it moves, others hear nothing', async () => {
  const [sender, receiver] = [network.as('sender'), network.as('receiver')]
  const [atSender, atReceiver, elsewhere] = await Promise.all([
    listen(sender),
    listen(receiver),
    listen(network.as('uninvolved')),
  ])
  const { id } = (await sender.send([hornicka.id], [{ name: 'a', bytes: ctSlice({ instance: 1 }) }])).json
  await sender.until(id, 'delivered')
  await until('the receiver is told', () => dataOf(atReceiver).length > 0)
  assert.deepEqual(dataOf(atReceiver), [{ type: 'message', id, status: 'delivered' }])
  assert.match(atReceiver.text(), /^event: message$/m)
  await receiver.get(`/api/messages/${id}`)
  await until('the sender is told', () => dataOf(atSender).some(({ status }) => status === 'opened'))
  assert.ok(dataOf(atSender).some(({ status }) => status === 'delivered'))
  assert.deepEqual(dataOf(elsewhere), [])
  for (const stream of [atSender, atReceiver, elsewhere]) stream.close()
})

test('both parties of a request for images are told of it, others hear nothing', async () => {
  const [atAsking, atAsked, elsewhere] = await Promise.all([
    listen(network.as('sender')),
    listen(network.as('receiver')),
    listen(network.as('uninvolved')),
  ])
  const json = {
    institution: hornicka.id,
    patient: { name: 'Nováková Eva', birthDate: '1973-10-28' },
    clinician: 'MUDr. Čápová',
    wanted: 'CT',
    reason: 'Srovnání',
    urgency: 'routine',
    neededBy: new Date(Date.now() + 3_600_000).toISOString(),
  }
  const { id } = (await network.as('sender').call('POST', '/api/requests', { json })).json
  const told = (stream: Stream) => dataOf(stream).filter(({ type }) => type === 'request')
  for (const stream of [atAsking, atAsked]) await until('it is told', () => told(stream).length > 0)
  assert.deepEqual(told(atAsked), [{ type: 'request', id, status: 'open' }])
  await network.as('receiver').call('POST', `/api/requests/${id}/refuse`, { json: { reason: 'není' } })
  await until('the refusal is told', () => told(atAsking).some(({ status }) => status === 'refused'))
  assert.deepEqual(dataOf(elsewhere), [])
  for (const stream of [atAsking, atAsked, elsewhere]) stream.close()
})

test('a person has only so many streams, and gets a new one when an old one ends', async () => {
  const second = network.as('second')
  const [first, other] = [await listen(second), await listen(second)]
  assert.equal((await listen(second)).status, 429)
  first.close()
  let third = await listen(second)
  await until('a stream is free', async () => {
    if (third.status === 429) third = await listen(second)
    return third.status !== 429
  })
  assert.equal(third.status, 200)
  other.close()
  third.close()
})

test('visitors and operators have no stream', async () => {
  assert.equal((await listen(network.visitor())).status, 401)
  assert.equal((await listen(network.as('operator'))).status, 403)
})

test('events cross from one process of the centre to another', async () => {
  const stream = await listen(network.as('receiver'))
  const notice = {
    from: 'another process',
    to: [hornicka.id],
    event: { type: 'message', id: 'x', status: 'opened' },
  }
  await sql`select pg_notify('epacs_event', ${JSON.stringify(notice)})`.execute(network.centre.db)
  await until('the notice arrives', () => dataOf(stream).some(({ id }) => id === 'x'))
  stream.close()
})

test('streams end when the centre stops', async () => {
  const stream = await listen(network.as('receiver'))
  const startedMs = performance.now()
  await network.stopHere()
  await stream.ended
  assert.ok(performance.now() - startedMs < 30_000)
})
