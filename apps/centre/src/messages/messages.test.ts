import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { ApiClient } from '../testing/api-client.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { until } from '../testing/until.ts'

const { caslav, hornicka, chyne, plzen } = INSTITUTIONS

let network: TestNetwork
let sender: ApiClient
let receiver: ApiClient
let second: ApiClient
before(async () => {
  network = await TestNetwork.start()
  sender = network.as('sender')
  receiver = network.as('receiver')
  second = network.as('second')
})
after(() => network.remove())

const slices = (study: number, count: number, pixelBytes = 512) =>
  Array.from({ length: count }, (_, index) => ({
    name: `CD/IMAGES/IM${index + 1}`,
    bytes: ctSlice({ study, instance: index + 1, pixelBytes }),
  }))

const heldBytes = async (institutionId: string) =>
  await network.centre.db
    .selectFrom('mailbox')
    .where('institution_id', '=', institutionId)
    .select('used_bytes')
    .executeTakeFirstOrThrow()

async function storedPackages(): Promise<number> {
  let packages = 0
  for await (const _ of network.centre.store.list()) packages++
  return packages
}

test('a study goes from one institution to two others, and each does with it as it likes', async () => {
  const created = await sender.send([hornicka.id, chyne.id], slices(1, 3), {
    subject: 'CT k posouzení',
    note: 'Prosím o druhé čtení.',
    urgent: true,
  })
  assert.equal(created.status, 201)
  const { id } = created.json
  assert.equal(created.headers.location, `/api/messages/${id}`)
  assert.deepEqual(created.json.sender, { id: caslav.id, name: caslav.name })
  assert.deepEqual(
    created.json.recipients.map(({ name }: { name: string }) => name),
    [hornicka.name, chyne.name],
  )

  const sent = await sender.until(id, 'delivered')
  assert.equal(sent.instances, 3)
  assert.equal(sent.studies.length, 1)
  assert.equal(sent.studies[0].patient.name, 'Novák^Ondřej')
  assert.deepEqual(sent.studies[0].modalities, ['CT'])
  assert.equal(sent.studies[0].series[0].instances, 3)
  assert.deepEqual(
    sent.files.map(({ path, outcome }: { path: string; outcome: string }) => [path, outcome]),
    slices(1, 3).map(({ name }) => [name, 'accepted']),
  )

  const inbox = await receiver.get('/api/messages?box=inbox')
  assert.equal(inbox.json.total, 1)
  assert.equal(inbox.json.unread, 1)
  assert.equal(inbox.json.items[0].id, id)
  assert.deepEqual(inbox.json.facets.statuses, [{ status: 'delivered', messages: 1 }])

  const read = (await receiver.get(`/api/messages/${id}`)).json
  assert.equal(read.note, 'Prosím o druhé čtení.')
  assert.deepEqual(
    read.deliveries.map(({ institution, status }: { institution: object; status: string }) => [
      institution,
      status,
    ]),
    [[{ id: hornicka.id, name: hornicka.name }, 'opened']],
    'a recipient sees its own delivery alone',
  )
  assert.equal((await receiver.get('/api/messages')).json.unread, 0)

  const whole = await receiver.get(`/api/messages/${id}/package`)
  assert.equal(whole.status, 200)
  assert.equal(whole.body.length, sent.sizeBytes)
  assert.equal(sent.packageSha256, createHash('sha256').update(whole.body).digest('hex'))
  const parts = [
    await receiver.get(`/api/messages/${id}/package`, { range: 'bytes=0-999' }),
    await receiver.get(`/api/messages/${id}/package`, { range: 'bytes=1000-' }),
  ]
  assert.deepEqual(
    parts.map(({ status }) => status),
    [206, 206],
  )
  assert.ok(Buffer.concat(parts.map(({ body }) => body)).equals(whole.body))

  const now = await onceDownloaded(sender, id, 2)
  assert.deepEqual(
    now.deliveries.map(({ status }: { status: string }) => status),
    ['downloaded', 'delivered'],
  )
  assert.deepEqual(
    now.events.map(({ what }: { what: string }) => what),
    ['created', 'checking', 'accepted', 'delivered', 'delivered', 'opened', 'downloaded', 'downloaded'],
  )

  assert.equal((await heldBytes(hornicka.id)).used_bytes, sent.sizeBytes)
  assert.equal((await receiver.call('DELETE', `/api/messages/${id}/data`)).status, 204)
  assert.equal(
    (await receiver.call('DELETE', `/api/messages/${id}/data`)).status,
    204,
    'again changes nothing',
  )
  assert.equal((await heldBytes(hornicka.id)).used_bytes, 0)
  assert.equal((await receiver.get(`/api/messages/${id}/package`)).status, 410)
  const kept = (await receiver.get(`/api/messages/${id}`)).json
  assert.equal(kept.deliveries[0].status, 'deleted')
  const deletion = kept.events.find(({ what }: { what: string }) => what === 'deleted')
  assert.equal(deletion.actor, 'Hana Malá')

  assert.ok(
    (await second.get(`/api/messages/${id}/package`)).body.equals(whole.body),
    'the other one still has it',
  )
  assert.equal(await storedPackages(), 1)
  assert.equal((await second.call('DELETE', `/api/messages/${id}/data`)).status, 204)
  assert.equal((await sender.get(`/api/messages/${id}/package`)).status, 410)
  assert.equal((await sender.get(`/api/messages/${id}`)).json.status, 'deleted')
  await until(
    'the package goes with the last mailbox that held it',
    async () => (await storedPackages()) === 0,
  )
})

test('nobody else learns that a message exists', async () => {
  const { id } = (await sender.send([hornicka.id], slices(2, 1))).json
  const beforeDelivery = await receiver.get(`/api/messages/${id}`)
  assert.ok(
    beforeDelivery.status === 404 || beforeDelivery.json.status === 'delivered',
    'wholly or not at all',
  )
  await sender.until(id, 'delivered')
  for (const name of ['uninvolved', 'second'] as const) {
    const stranger = network.as(name)
    for (const answer of [
      await stranger.get(`/api/messages/${id}`),
      await stranger.get(`/api/messages/${id}/package`),
      await stranger.call('DELETE', `/api/messages/${id}/data`),
      await stranger.call('POST', `/api/messages/${id}/cancel`),
    ]) {
      assert.equal(answer.status, 404)
      assert.equal(answer.json.code, 'message-not-found')
    }
  }
  assert.equal((await network.as('operator').get(`/api/messages/${id}`)).status, 403)
  assert.equal((await network.as('colleague').get(`/api/messages/${id}`)).status, 200)
  assert.equal((await sender.call('DELETE', `/api/messages/${id}/data`)).json.code, 'not-recipient')
})

test('what is not DICOM is named and does not sink the rest, unless the sender wants all or nothing', async () => {
  const mixed = [...slices(4, 2), { name: 'readme.txt', bytes: Buffer.from('Nothing to see here.') }]
  const { id } = (await sender.send([hornicka.id], mixed)).json
  const delivered = await sender.until(id, 'delivered')
  assert.equal(delivered.instances, 2)
  const bad = delivered.files.find(({ path }: { path: string }) => path === 'readme.txt')
  assert.deepEqual([bad.outcome, bad.code], ['refused', 'not-dicom'])
  // Nobody knows of what study a text would be.
  const [{ studyInstanceUid }] = delivered.studies
  const counts = { warnings: 0, refused: 0 }
  assert.deepEqual(delivered.studyResults, [{ studyInstanceUid, accepted: 2, leftOut: 0, ...counts }])

  const strict = (await sender.send([hornicka.id], mixed, { allOrNothing: true })).json
  const rejected = await sender.until(strict.id, 'rejected')
  assert.equal(rejected.files.find(({ path }: { path: string }) => path === 'readme.txt').code, 'not-dicom')
  assert.deepEqual(rejected.studyResults, [{ studyInstanceUid, accepted: 0, leftOut: 2, ...counts }])
  assert.equal(rejected.packageSha256, null)
  assert.equal((await receiver.get(`/api/messages/${strict.id}`)).status, 404)
})

test('a message without any image is rejected, and takes no space', async () => {
  const before = (await heldBytes(plzen.id)).used_bytes
  const { id } = (await sender.send([plzen.id], [{ name: 'a.txt', bytes: Buffer.from('text') }])).json
  const rejected = await sender.until(id, 'rejected')
  assert.equal(rejected.problem, null)
  assert.equal(rejected.files[0].outcome, 'refused')
  assert.equal((await heldBytes(plzen.id)).used_bytes, before)
  assert.equal((await sender.get(`/api/messages/${id}/package`)).status, 409)
})

test('a full mailbox is told before the bytes travel', async () => {
  const upload = await sender.createUpload('large.zip', 3 * 1024 * 1024)
  const { status, json } = await sender.call('POST', '/api/messages', {
    json: { recipients: [chyne.id, hornicka.id], uploads: [upload] },
  })
  assert.equal(status, 409)
  assert.equal(json.code, 'mailbox-full')
  assert.deepEqual(json.institutions, [{ id: chyne.id, name: chyne.name }])
  const without = await sender.call('POST', '/api/messages', {
    json: { recipients: [hornicka.id], uploads: [upload] },
  })
  assert.equal(without.status, 201, 'the upload can still be used')
  assert.equal((await sender.call('POST', `/api/messages/${without.json.id}/cancel`)).status, 200)
})

test('asking again with the same key gives the message that the first request made', async () => {
  const uploads = [await sender.upload({ name: 'a', bytes: ctSlice({ study: 5, instance: 1 }) })]
  const request = { headers: { 'idempotency-key': 'key-1' }, json: { recipients: [hornicka.id], uploads } }
  const [first, again] = await Promise.all([
    sender.call('POST', '/api/messages', request),
    sender.call('POST', '/api/messages', request),
  ])
  assert.deepEqual([first.status, again.status], [201, 201])
  assert.equal(first.json.id, again.json.id)
  const declared = [{ study: '1.2', instances: 1 }]
  const upgraded = { ...request, json: { ...request.json, declared } }
  const repeated = await sender.call('POST', '/api/messages', upgraded)
  assert.equal(repeated.json.id, first.json.id, 'by a node that was upgraded in between')
  const other = await sender.call('POST', '/api/messages', {
    ...request,
    json: { ...request.json, subject: 'another' },
  })
  assert.deepEqual([other.json.code, other.json.made], ['idempotency-key-reused', first.json.id])
})

test('a key that is too long is refused: cut, it would be taken for another one', async () => {
  const recipients = [hornicka.id]
  const requests = {
    '/api/messages': { recipients, uploads: [hornicka.id] },
    [`/api/messages/${hornicka.id}/forward`]: { recipients },
  }
  for (const [path, json] of Object.entries(requests)) {
    const headers = (key: string) => ({ headers: { 'idempotency-key': key }, json })
    const refused = await sender.call('POST', path, headers('k'.repeat(256)))
    assert.deepEqual([refused.status, refused.json.code], [400, 'idempotency-key-invalid'], path)
    const taken = await sender.call('POST', path, headers('k'.repeat(255)))
    assert.notEqual(taken.json.code, 'idempotency-key-invalid', path)
  }
})

test('refusals before anything is sent are specific', async () => {
  const upload = await sender.upload({ name: 'a', bytes: ctSlice({ study: 6, instance: 1 }) })
  const unknown = '01940000-0000-7000-8000-999999999999'
  const refused = async (json: object) => {
    const answer = await sender.call('POST', '/api/messages', { json })
    return [answer.status, answer.json.code, answer.json.fields?.[0]?.field]
  }
  assert.deepEqual(await refused({ recipients: [unknown], uploads: [upload] }), [
    422,
    'unknown-recipient',
    undefined,
  ])
  assert.deepEqual(await refused({ recipients: [hornicka.id], uploads: [unknown] }), [
    422,
    'unknown-upload',
    undefined,
  ])
  assert.deepEqual(await refused({ recipients: [hornicka.id], uploads: [upload], inReplyTo: unknown }), [
    422,
    'unknown-reply',
    undefined,
  ])
  assert.deepEqual(await refused({ recipients: [], uploads: [upload] }), [
    400,
    'invalid-request',
    'body.recipients',
  ])
  assert.deepEqual(await refused({ recipients: [hornicka.id] }), [400, 'invalid-request', 'body.uploads'])
  assert.deepEqual(await refused({ recipients: ['x'], uploads: [upload] }), [
    400,
    'invalid-request',
    'body.recipients.0',
  ])
  assert.deepEqual(await refused({ recipients: [hornicka.id], uploads: [upload], sbject: 'x' }), [
    400,
    'invalid-request',
    'body.sbject',
  ])
  const { id } = (
    await sender.call('POST', '/api/messages', { json: { recipients: [hornicka.id], uploads: [upload] } })
  ).json
  assert.deepEqual(await refused({ recipients: [hornicka.id], uploads: [upload] }), [
    409,
    'upload-used',
    undefined,
  ])
  await sender.until(id, 'delivered')
})

test('a message may be made before its bytes travel; it is checked when the last of them is there', async () => {
  const bytes = ctSlice({ study: 7, instance: 1, pixelBytes: 100_000 })
  const upload = await sender.createUpload('a', bytes.length)
  const { json } = await sender.call('POST', '/api/messages', {
    json: { recipients: [hornicka.id], uploads: [upload] },
  })
  assert.equal(json.status, 'uploading')
  assert.equal(json.sizeBytes, bytes.length)
  await sender.patch(upload, 0, bytes.subarray(0, 5000))
  assert.equal((await sender.get(`/api/messages/${json.id}`)).json.status, 'uploading')
  await sender.patch(upload, 5000, bytes.subarray(5000))
  await sender.until(json.id, 'delivered')
})

test('the sender takes a message back as long as no recipient knows of it', async () => {
  const bytes = ctSlice({ study: 8, instance: 1 })
  const upload = await sender.createUpload('a', bytes.length)
  const { id } = (
    await sender.call('POST', '/api/messages', { json: { recipients: [plzen.id], uploads: [upload] } })
  ).json
  const cancelled = await sender.call('POST', `/api/messages/${id}/cancel`)
  assert.equal(cancelled.json.status, 'cancelled')
  assert.equal(cancelled.json.deliveries[0].status, 'cancelled')
  assert.equal((await heldBytes(plzen.id)).used_bytes, 0)
  // Gone, or already forgotten.
  assert.ok([410, 404].includes((await sender.patch(upload, 0, bytes)).status))
  await until('its bytes are gone', async () => (await sender.head(upload)).status === 404)

  const { id: late } = (await sender.send([hornicka.id], slices(9, 1))).json
  await sender.until(late, 'delivered')
  assert.equal((await sender.call('POST', `/api/messages/${late}/cancel`)).json.code, 'too-late-to-cancel')
})

test('a reply names what it replies to, and only those who know that message can', async () => {
  const { id } = (await sender.send([hornicka.id], slices(10, 1))).json
  await sender.until(id, 'delivered')
  const reply = await receiver.send([caslav.id], slices(11, 1), { inReplyTo: id })
  assert.equal(reply.status, 201)
  const delivered = await receiver.until(reply.json.id, 'delivered')
  assert.equal(delivered.inReplyTo, id)
  assert.deepEqual([delivered.repliesTo.id, delivered.repliesTo.sender.id], [id, caslav.id])
  for (const party of [sender, receiver]) {
    const { replies, senderTakesMessages } = (await party.get(`/api/messages/${id}`)).json
    assert.deepEqual(
      replies.map((each: { id: string }) => each.id),
      [reply.json.id],
    )
    assert.equal(senderTakesMessages, true)
  }
  const stranger = await network.as('uninvolved').send([caslav.id], slices(12, 1), { inReplyTo: id })
  assert.equal(stranger.json.code, 'unknown-reply')
})

test('later images name the first message; it tells of them to both sides, and nobody else can add to it', async () => {
  const { id } = (await sender.send([hornicka.id, plzen.id], slices(71, 1))).json
  await sender.until(id, 'delivered')
  const more = await sender.send([hornicka.id], slices(72, 1), { supplementTo: id })
  assert.equal(more.status, 201)
  await sender.until(more.json.id, 'delivered')
  // Of a supplement: of the first one all the same.
  const third = await sender.send([hornicka.id], slices(73, 1), { supplementTo: more.json.id })
  await sender.until(third.json.id, 'delivered')
  for (const party of [sender, receiver]) {
    const { supplements } = (await party.get(`/api/messages/${id}`)).json
    assert.deepEqual(
      supplements.map((each: { id: string }) => each.id),
      [more.json.id, third.json.id],
    )
    assert.equal((await party.get(`/api/messages/${third.json.id}`)).json.supplementTo.id, id)
  }
  const { supplements } = (await network.as('uninvolved').get(`/api/messages/${id}`)).json
  assert.deepEqual(supplements, [], 'they went to another recipient')
  for (const [party, recipient] of [
    [sender, chyne],
    [network.as('uninvolved'), hornicka],
  ] as const) {
    const refused = await party.send([recipient.id], slices(74, 1), { supplementTo: id })
    assert.deepEqual([refused.status, refused.json.code], [422, 'unknown-supplemented'])
  }
})

test('who got only the reply is not told of the message before it, nor the other way round', async () => {
  const uninvolved = network.as('uninvolved')
  const { id } = (await sender.send([hornicka.id, plzen.id], slices(31, 1), { subject: 'Všem' })).json
  await sender.until(id, 'delivered')
  const reply = await receiver.send([chyne.id], slices(32, 1), { inReplyTo: id })
  await receiver.until(reply.json.id, 'delivered')
  const beside = (await network.as('second').get(`/api/messages/${reply.json.id}`)).json
  assert.deepEqual([beside.inReplyTo, beside.repliesTo], [id, null])
  assert.deepEqual((await uninvolved.get(`/api/messages/${id}`)).json.replies, [])
  assert.deepEqual((await sender.get(`/api/messages/${id}`)).json.replies, [], 'it was sent to somebody else')
  assert.equal((await receiver.get(`/api/messages/${id}`)).json.replies.length, 1)
})

test('a sender without a mailbox is told to those who would reply', async () => {
  const { db } = network.centre
  const { id } = (await sender.send([hornicka.id], slices(33, 1))).json
  await sender.until(id, 'delivered')
  const mailbox = await db
    .deleteFrom('mailbox')
    .where('institution_id', '=', caslav.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  try {
    assert.equal((await receiver.get(`/api/messages/${id}`)).json.senderTakesMessages, false)
    const refused = await receiver.send([caslav.id], slices(34, 1), { inReplyTo: id })
    assert.equal(refused.json.code, 'unknown-recipient')
  } finally {
    await db.insertInto('mailbox').values(mailbox).execute()
  }
})

test('what was declared ahead is compared with what arrived, and both sides see what is missing', async () => {
  const studyUid = (study: number) => `1.2.826.0.1.3680043.10.1234.${study}`
  const named = Array.from({ length: 4 }, (_, index) => `${studyUid(61)}.1.${index + 1}`)
  const declared = [
    { study: studyUid(61), instances: 4, sopInstanceUids: named },
    { study: studyUid(62), instances: 3 },
  ]
  const given = { recipients: [hornicka.id], uploads: [await sender.createUpload('a', 100)], declared }
  const { json: vain } = await sender.call('POST', '/api/messages', { json: given })
  const { json: ended } = await sender.call('POST', `/api/messages/${vain.id}/cancel`)
  assert.deepEqual([ended.status, ended.declared], ['cancelled', null], 'nothing is going to be compared')
  const files = [...slices(61, 3), ...slices(62, 1).map((file) => ({ ...file, name: 'other' }))]
  const created = await sender.send([hornicka.id], files, { declared })
  assert.equal(created.json.declared.instances, 7)
  const { id } = created.json
  const sent = await sender.until(id, 'delivered')
  const received = (await receiver.get(`/api/messages/${id}`)).json
  assert.deepEqual(received.declared, {
    instances: 7,
    arrived: 4,
    unnamed: 2,
    studies: [
      { studyInstanceUid: studyUid(61), instances: 4, arrived: 3, missing: named.slice(3) },
      { studyInstanceUid: studyUid(62), instances: 3, arrived: 1, missing: [] },
    ],
  })
  assert.deepEqual(sent.declared, received.declared)
  const inbox = (await receiver.get('/api/messages')).json
  const listed = inbox.items.find((item: { id: string }) => item.id === id)
  assert.equal(listed.missingInstances, 3)

  const some = await sender.send([hornicka.id], slices(67, 1), {
    declared: [{ study: studyUid(67), instances: 3 }],
  })
  const first = some.json.id
  assert.equal((await sender.until(first, 'delivered')).missingInstances, 2)
  const later = await sender.send([hornicka.id], slices(67, 3).slice(1), { supplementTo: first })
  await sender.until(later.json.id, 'delivered')
  assert.equal((await receiver.get(`/api/messages/${first}`)).json.missingInstances, 0, 'they came later')

  // The archive sends all that it has again: what was there is there once.
  const counted = await sender.send([hornicka.id], slices(68, 2), {
    declared: [{ study: studyUid(68), instances: 4 }],
  })
  const counting = counted.json.id
  await sender.until(counting, 'delivered')
  for (const [count, missing] of [
    [2, 2],
    [3, 1],
    [3, 1],
    [4, 0],
  ] as const) {
    const again = await sender.send([hornicka.id], slices(68, count), { supplementTo: counting })
    await sender.until(again.json.id, 'delivered')
    const { missingInstances, declared: shown } = (await receiver.get(`/api/messages/${counting}`)).json
    assert.deepEqual([missingInstances, shown.arrived], [missing, 4 - missing])
  }

  const brought = await sender.send([hornicka.id], slices(61, 4).slice(3), { supplementTo: id })
  await sender.until(brought.json.id, 'delivered')
  const filled = (await receiver.get(`/api/messages/${id}`)).json
  assert.deepEqual(
    [filled.missingInstances, filled.declared.studies[0].missing],
    [2, []],
    'what was missed by its name has come',
  )

  const whole = await sender.send([hornicka.id], slices(63, 2), {
    declared: [{ study: studyUid(63), instances: 2 }],
  })
  assert.equal((await sender.until(whole.json.id, 'delivered')).missingInstances, 0)
  const silent = await sender.send([hornicka.id], slices(64, 1))
  const untold = await sender.until(silent.json.id, 'delivered')
  assert.deepEqual([untold.declared, untold.missingInstances], [null, null])
})

test('what supplements a message may be delivered before it, and counts all the same', async () => {
  const uid = (study: number, instance: number) => `1.2.826.0.1.3680043.10.1234.${study}.1.${instance}`
  const study = (number: number) => `1.2.826.0.1.3680043.10.1234.${number}`
  const uids = [1, 2, 3].map((instance) => uid(76, instance))
  for (const [number, declaration] of [
    [75, { study: study(75), instances: 3 }],
    [76, { study: study(76), instances: 3, sopInstanceUids: uids }],
  ] as const) {
    const [one, two] = slices(number, 2)
    assert.ok(one !== undefined && two !== undefined)
    const upload = await sender.createUpload('a', one.bytes.length)
    const json = { recipients: [hornicka.id], uploads: [upload], declared: [declaration] }
    const { id } = (await sender.call('POST', '/api/messages', { json })).json
    const early = await sender.send([hornicka.id], [one, two], { supplementTo: id })
    await sender.until(early.json.id, 'delivered')
    assert.equal((await sender.get(`/api/messages/${id}`)).json.declared.arrived, null, 'not checked yet')
    await sender.patch(upload, 0, one.bytes)
    const { declared, missingInstances } = await sender.until(id, 'delivered')
    const [shown] = declared.studies
    assert.deepEqual([shown.arrived, missingInstances], [2, 1])
    assert.deepEqual(shown.missing, number === 76 ? uids.slice(2) : [])
  }
})

test('a declaration that contradicts itself is refused at its first mistake', async () => {
  const problemOf = async (declared: unknown) =>
    (await sender.send([hornicka.id], slices(65, 1), { declared })).json.fields?.[0]?.problem
  const study = '1.2.3'
  assert.match(await problemOf([{ study, instances: 2, sopInstanceUids: ['1.2'] }]), /as many instances/)
  assert.match(await problemOf([{ study, instances: 2, sopInstanceUids: ['1.2', '1.2'] }]), /instance once/)
  assert.match(await problemOf([{ study, instances: 1, sopInstanceUids: ['x'] }]), /SOP Instance UIDs/)
  const twice = [
    { study, instances: 1 },
    { study, instances: 1 },
  ]
  assert.match(await problemOf(twice), /study once/)
  const many = Array.from({ length: 100_001 }, (_, index) => `1.2.${index}`)
  assert.match(await problemOf([{ study, instances: many.length, sopInstanceUids: many }]), /not name more/)
})

test('received bytes are removed once the package is there', async () => {
  const uploads = [await sender.upload({ name: 'a', bytes: ctSlice({ study: 13, instance: 1 }) })]
  const { id } = (
    await sender.call('POST', '/api/messages', { json: { recipients: [hornicka.id], uploads } })
  ).json
  await sender.until(id, 'delivered')
  const [upload = ''] = uploads
  const path = join(network.folder, 'data/uploads', upload.slice(-2), upload)
  const isThere = () =>
    access(path).then(
      () => true,
      () => false,
    )
  await until('the file is gone', async () => !(await isThere()))
})

test('the mailboxes hold what their deliveries hold, and the database names each package by its digest', async () => {
  const { db, store } = network.centre
  // At one moment: a message of the tests before may still be checked.
  const moment = db.transaction().setIsolationLevel('repeatable read')
  const { mailboxes, deliveries } = await moment.execute(async (trx) => ({
    mailboxes: await trx.selectFrom('mailbox').selectAll().execute(),
    deliveries: await trx.selectFrom('delivery').selectAll().execute(),
  }))
  for (const { institution_id, used_bytes } of mailboxes) {
    const held = deliveries.filter((each) => each.institution_id === institution_id)
    assert.equal(
      used_bytes,
      held.reduce((sum, { held_bytes }) => sum + held_bytes, 0),
    )
  }
  const messages = await db
    .selectFrom('message')
    .where('package_sha256', 'is not', null)
    .selectAll()
    .execute()
  assert.ok(messages.length > 0)
  for (const { id, package_sha256, size_bytes } of messages) {
    const sha256 = package_sha256?.toString('hex') ?? ''
    const open = await store.open({ messageId: id, sha256 })
    assert.equal(open?.sizeBytes, size_bytes)
    const hash = createHash('sha256')
    for await (const chunk of open?.stream() ?? []) hash.update(chunk)
    assert.equal(hash.digest('hex'), sha256)
  }
})

/** A download is noted after its last byte has left, so its reader may be back before that. */
async function onceDownloaded(reader: ApiClient, messageId: string, times: number) {
  let message = (await reader.get(`/api/messages/${messageId}`)).json
  await until(`${times} downloads are noted`, async () => {
    message = (await reader.get(`/api/messages/${messageId}`)).json
    return message.events.filter(({ what }: { what: string }) => what === 'downloaded').length >= times
  })
  return message
}
