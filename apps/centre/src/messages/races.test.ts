import assert from 'node:assert/strict'
import { after, before, mock, test } from 'node:test'
import { sql } from 'kysely'
import type { ApiClient } from '../testing/api-client.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { until } from '../testing/until.ts'

const { hornicka } = INSTITUTIONS

let network: TestNetwork
let sender: ApiClient
let receiver: ApiClient
before(async () => {
  network = await TestNetwork.start()
  sender = network.as('sender')
  receiver = network.as('receiver')
})
after(() => network.remove())

async function delivered(study: number): Promise<string> {
  const sent = await sender.send([hornicka.id], [{ name: 'IM1', bytes: ctSlice({ study, instance: 1 }) }])
  const { id } = await sender.until(sent.json.id, 'delivered')
  return id
}

/** Until so many sessions of the database wait for a lock of a delivery; jobs wait for one another elsewhere. */
async function untilWaiting(sessions: number): Promise<void> {
  await until(`${sessions} requests wait`, async () => {
    const { rows } = await sql<{ waiting: number }>`
      select count(*)::int as waiting from pg_stat_activity
      where wait_event_type = 'Lock' and query like 'update "delivery" %'
    `.execute(network.centre.db)
    return (rows[0]?.waiting ?? 0) >= sessions
  })
}

test('a message is deleted at the moment in which a colleague opens it first: both succeed', async () => {
  const { db } = network.centre
  const id = await delivered(1)
  const { opening, deleting } = await db.transaction().execute(async (trx) => {
    await sql`select from delivery where message_id = ${id} for update`.execute(trx)
    const opening = receiver.get(`/api/messages/${id}`)
    await untilWaiting(1)
    const deleting = receiver.call('DELETE', `/api/messages/${id}/data`)
    await untilWaiting(2)
    return { opening, deleting }
  })
  assert.deepEqual([(await opening).status, (await deleting).status], [200, 204])
  const [delivery] = (await receiver.get(`/api/messages/${id}`)).json.deliveries
  assert.equal(delivery.status, 'deleted')
})

test('what cannot be recorded in the audit trail does not happen: the message stays unopened', async () => {
  const id = await delivered(2)
  const record = mock.method(network.centre.audit, 'record', () => Promise.reject(new Error('no trail')))
  try {
    assert.equal((await receiver.get(`/api/messages/${id}`)).status, 500)
  } finally {
    record.mock.restore()
  }
  assert.equal((await sender.get(`/api/messages/${id}`)).json.deliveries[0].status, 'delivered')
})

test('a request whose lists are wrong a hundred thousand times is refused at once', async () => {
  const id = '01940000-0000-7000-8000-999999999999'
  for (const [uploads, problem] of [
    [Array(100_000).fill(id), 'must not have duplicate items'],
    [Array(3_000_000).fill(1), 'must not have more than 100000 items'],
  ] as const) {
    const { status, json } = await sender.call('POST', '/api/messages', {
      json: { recipients: [hornicka.id], uploads },
    })
    assert.deepEqual([status, json.code], [400, 'invalid-request'])
    assert.deepEqual(json.fields, [{ field: 'body.uploads', problem }])
  }
})

test('a request to send that comes again reads the message, and that is recorded', async () => {
  const upload = await sender.upload({ name: 'IM1', bytes: ctSlice({ study: 3, instance: 1 }) })
  const request = {
    headers: { 'idempotency-key': 'again' },
    json: { recipients: [hornicka.id], uploads: [upload] },
  }
  const { id } = (await sender.call('POST', '/api/messages', request)).json
  const recorded = () =>
    network.centre.db
      .selectFrom('audit_event')
      .where('message_id', '=', id)
      .where('action', '=', 'message.read')
      .select('action')
      .execute()
  assert.equal((await recorded()).length, 0)
  assert.equal((await sender.call('POST', '/api/messages', request)).json.id, id)
  assert.equal((await recorded()).length, 1)
})

test('a list read while colleagues mark messages tells of one moment: its count is the count of its items', async () => {
  const messages = [await delivered(4), await delivered(5)]
  for (const id of messages) await receiver.get(`/api/messages/${id}`)
  let isOver = false
  const marking = (async () => {
    for (let unread = true; !isOver; unread = !unread) {
      await receiver.call('POST', '/api/messages/marks', { json: { messages, unread } })
    }
  })()
  try {
    for (let round = 0; round < 100; round++) {
      const { items, unread } = (await receiver.get('/api/messages')).json
      assert.equal(unread, items.filter((each: { unread: boolean }) => each.unread).length)
    }
  } finally {
    isOver = true
    await marking
  }
})
