import assert from 'node:assert/strict'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { ApiClient } from '../testing/api-client.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { until } from '../testing/until.ts'
import { beforeItBrings, waits } from './testing/standstill.ts'

const { hornicka, chyne, plzen } = INSTITUTIONS

let network: TestNetwork
let sender: ApiClient
let receiver: ApiClient
let second: ApiClient
let third: ApiClient
before(async () => {
  network = await TestNetwork.start()
  sender = network.as('sender')
  receiver = network.as('receiver')
  second = network.as('second')
  third = network.as('uninvolved')
})
after(() => network.remove())

/** A delivered message of two studies to the receiver. */
async function delivered(number: number) {
  const files = [1, 2].map((part) => ({
    name: `CD/IM${part}`,
    bytes: ctSlice({ study: 10 * number + part, instance: 1, pixelBytes: 2000 }),
  }))
  const { id } = (await sender.send([hornicka.id], files, { subject: 'Kontrola' })).json
  return await sender.until(id, 'delivered')
}

const forward = async (by: ApiClient, id: string, json: object, headers = {}) =>
  await by.call('POST', `/api/messages/${id}/forward`, { json, headers })

const packageOf = async (reader: ApiClient, id: string) => await reader.get(`/api/messages/${id}/package`)

async function usedBytes(institutionId: string): Promise<number> {
  const { used_bytes } = await network.centre.db
    .selectFrom('mailbox')
    .where('institution_id', '=', institutionId)
    .select('used_bytes')
    .executeTakeFirstOrThrow()
  return used_bytes
}

test('a recipient forwards a message to two others: the same bytes, charged to their mailboxes', async () => {
  const source = await delivered(1)
  const before = await usedBytes(chyne.id)
  const made = await forward(receiver, source.id, {
    recipients: [chyne.id, plzen.id],
    subject: 'Ke konzultaci',
    note: 'Prosím o názor.',
  })
  assert.equal(made.status, 201)
  assert.equal(made.headers.location, `/api/messages/${made.json.id}`)
  const forwarded = await receiver.until(made.json.id, 'delivered')
  assert.equal(forwarded.subject, 'Ke konzultaci')
  assert.deepEqual(forwarded.forwardedFrom, {
    id: source.id,
    sender: source.sender,
    createdAt: source.createdAt,
  })
  assert.deepEqual(forwarded.studies, source.studies)
  assert.deepEqual(
    forwarded.files.map(({ path }: { path: string }) => path),
    ['CD/IM1', 'CD/IM2'],
  )
  const original = await packageOf(receiver, source.id)
  for (const reader of [second, third]) {
    const copy = await packageOf(reader, forwarded.id)
    assert.ok(copy.body.equals(original.body))
    assert.equal(copy.headers.etag, original.headers.etag)
  }
  assert.equal((await usedBytes(chyne.id)) - before, forwarded.sizeBytes)
  assert.equal((await second.get(`/api/messages/${source.id}`)).status, 404, 'the source is not theirs')
})

test('the bytes lie in the store once', async () => {
  const source = await delivered(2)
  const { json } = await forward(receiver, source.id, { recipients: [chyne.id] })
  await receiver.until(json.id, 'delivered')
  const shard = join(json.id.slice(-4, -2), json.id.slice(-2))
  const name = `${json.id}.${await digestOf(json.id)}.zip`
  const { nlink } = await stat(join(network.folder, 'data', 'packages', shard, name))
  assert.equal(nlink, 2)
})

test('some studies are forwarded as a package of their own', async () => {
  const source = await delivered(3)
  const [, chosen] = source.studies
  const studies = [chosen.studyInstanceUid]
  const { json } = await forward(receiver, source.id, { recipients: [chyne.id], studies })
  const forwarded = await receiver.until(json.id, 'delivered')
  assert.deepEqual(forwarded.studies, [chosen])
  assert.equal(forwarded.instances, 1)
  assert.deepEqual(forwarded.files, [{ path: 'CD/IM2', outcome: 'accepted', code: null, detail: null }])
  const unknown = await forward(receiver, source.id, { recipients: [chyne.id], studies: ['1.2.3'] })
  assert.deepEqual([unknown.status, unknown.json.code], [422, 'unknown-study'])
})

test('a request that names as many studies as it may, with the longest note, is read', async () => {
  const source = await delivered(9)
  const studies = Array.from({ length: 10_000 }, (_, number) => `1.2.${10 ** 15 + number}.${'9'.repeat(43)}`)
  const json = { recipients: [chyne.id], note: 'ž'.repeat(10_000), studies }
  const { status, json: problem } = await forward(receiver, source.id, json)
  assert.deepEqual([status, problem.code], [422, 'unknown-study'])
})

test('what is deleted on one side stays on the other', async () => {
  const source = await delivered(4)
  const { json } = await forward(receiver, source.id, { recipients: [chyne.id] })
  await receiver.until(json.id, 'delivered')
  await receiver.call('DELETE', `/api/messages/${source.id}/data`)
  assert.equal((await packageOf(second, json.id)).status, 200)
  const again = await forward(receiver, source.id, { recipients: [chyne.id] })
  assert.deepEqual([again.status, again.json.code], [410, 'data-deleted'])

  const onward = await forward(second, json.id, { recipients: [plzen.id] })
  await second.until(onward.json.id, 'delivered')
  await third.call('DELETE', `/api/messages/${onward.json.id}/data`)
  assert.equal((await packageOf(second, json.id)).status, 200)
})

test('data that is deleted while it is being forwarded arrives all the same, and then goes', async (t) => {
  const source = await delivered(5)
  const { body: bytes } = await packageOf(receiver, source.id)
  const { centre } = network
  const key = { messageId: source.id, sha256: await digestOf(source.id) }
  const standstill = beforeItBrings(t, centre.store)
  const { id } = (await forward(receiver, source.id, { recipients: [chyne.id] })).json
  await standstill.reached
  assert.equal((await receiver.call('DELETE', `/api/messages/${source.id}/data`)).status, 204)
  await until('the deletion was looked at', async () => !(await waits(centre, 'delete-package')))
  assert.notEqual(await centre.store.indexFile(key), undefined, 'kept for the message in checking')
  assert.equal((await packageOf(receiver, source.id)).status, 410)
  standstill.end()
  await receiver.until(id, 'delivered')
  await until('the package goes', async () => (await centre.store.indexFile(key)) === undefined)
  assert.ok((await packageOf(second, id)).body.equals(bytes))
})

async function digestOf(id: string): Promise<string> {
  const { package_sha256 } = await network.centre.db
    .selectFrom('message')
    .where('id', '=', id)
    .select('package_sha256')
    .executeTakeFirstOrThrow()
  assert.ok(package_sha256)
  return package_sha256.toString('hex')
}

test('who may not read a message cannot forward it, and a full mailbox is told at once', async () => {
  const source = await delivered(6)
  const stranger = await forward(third, source.id, { recipients: [chyne.id] })
  assert.equal(stranger.status, 404)
  const { db } = network.centre
  const { quota_bytes } = await db
    .selectFrom('mailbox')
    .where('institution_id', '=', plzen.id)
    .select('quota_bytes')
    .executeTakeFirstOrThrow()
  await db.updateTable('mailbox').set({ quota_bytes: 1 }).where('institution_id', '=', plzen.id).execute()
  const full = await forward(receiver, source.id, { recipients: [plzen.id] })
  assert.deepEqual([full.status, full.json.code], [409, 'mailbox-full'])
  await db.updateTable('mailbox').set({ quota_bytes }).where('institution_id', '=', plzen.id).execute()
})

test('a request that is repeated forwards once', async () => {
  const source = await delivered(7)
  const key = { 'idempotency-key': 'forward once' }
  const first = await forward(receiver, source.id, { recipients: [chyne.id] }, key)
  const again = await forward(receiver, source.id, { recipients: [chyne.id] }, key)
  assert.equal(again.json.id, first.json.id)
  const other = await forward(receiver, source.id, { recipients: [plzen.id] }, key)
  assert.deepEqual([other.json.code, other.json.made], ['idempotency-key-reused', first.json.id])
})

test('a request for some studies that is repeated after their data went answers as before', async () => {
  const source = await delivered(10)
  const key = { 'idempotency-key': 'forward some once' }
  const json = { recipients: [chyne.id], studies: [source.studies[0].studyInstanceUid] }
  const first = await forward(receiver, source.id, json, key)
  await receiver.until(first.json.id, 'delivered')
  await receiver.call('DELETE', `/api/messages/${source.id}/data`)
  const again = await forward(receiver, source.id, json, key)
  assert.deepEqual([again.status, again.json.id], [201, first.json.id])
})

test('who sends a message on has opened it, and its sender sees that', async () => {
  const source = await delivered(11)
  const seenBySender = async () =>
    (await sender.get(`/api/messages/${source.id}`)).json.deliveries.map(
      ({ status }: { status: string }) => status,
    )
  await forward(sender, source.id, { recipients: [chyne.id] })
  assert.deepEqual(await seenBySender(), ['delivered'])
  await forward(receiver, source.id, { recipients: [chyne.id] })
  assert.deepEqual(await seenBySender(), ['opened'])
})

test('the audit trail says from which message it was forwarded, and as which', async () => {
  const source = await delivered(8)
  const { json } = await forward(receiver, source.id, { recipients: [chyne.id] })
  const events = await network.centre.db
    .selectFrom('audit_event')
    .where('message_id', 'in', [source.id, json.id])
    .select(['action', 'message_id', 'details'])
    .execute()
  const detailsOf = (action: string, id: string) =>
    events.find((event) => event.action === action && event.message_id === id)?.details
  assert.equal((detailsOf('message.forward', source.id) as { forwardedAs: string }).forwardedAs, json.id)
  assert.equal((detailsOf('message.create', json.id) as { forwardedFrom: string }).forwardedFrom, source.id)
})
