/** A node's life at the centre: enrolled by a code, renewed, seen, revoked; and what it may do in between. */
import assert from 'node:assert/strict'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type KeyWithRequest, makeCertificateRequest } from '@epacs/pki'
import {
  keyInPem,
  newKeyPem,
  nodeIssuer,
  readNodeKeySet,
  readNodeReceipt,
  signNodeReceipt,
  signReceipt,
} from '@epacs/proof'
import { v7 as newId } from 'uuid'
import { ApiClient } from '../testing/api-client.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { MailFolder } from '../testing/mailbox-folder.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { watchNodes } from './watch.ts'

const { caslav, hornicka } = INSTITUTIONS

let network: TestNetwork
const clients: ApiClient[] = []
before(async () => {
  network = await TestNetwork.start()
})
after(async () => {
  for (const { agent } of clients) agent.destroy()
  await network.remove()
})

const newCode = async (institution: string = hornicka.id) =>
  (await network.as('operator').call('POST', '/api/nodes/codes', { json: { institution } })).json.code

const enrol = async (code: string, { requestPem }: KeyWithRequest) =>
  await network.visitor().call('POST', '/api/nodes', { json: { code, certificateRequest: requestPem } })

function nodeWith(cert: string, { privateKeyPem: key }: KeyWithRequest): ApiClient {
  const { ca } = network.visitor().agent.options
  const origin = network.config.certificateEntrance.publicUrl
  const client = new ApiClient(origin, { ca: String(ca), cert, key })
  clients.push(client)
  return client
}

async function enrolledNode(institution: string = hornicka.id) {
  const key = await makeCertificateRequest('node')
  const { json } = await enrol(await newCode(institution), key)
  return { id: json.id as string, client: nodeWith(json.certificate, key), key }
}

const state = { version: '0.1.0', outgoing: 0, incoming: 2, trouble: null }

test('a code enrols one node, however it was typed; a lost answer is given again to the same key alone', async () => {
  const key = await makeCertificateRequest('whatever it calls itself')
  const code = await newCode()
  const first = await enrol(code.toLowerCase().replaceAll('-', ' '), key)
  assert.equal(first.status, 201)
  assert.equal(first.json.institution.aeTitle, hornicka.aeTitle)
  assert.equal(first.json.certificateEntrance, network.config.certificateEntrance.publicUrl)
  const again = await enrol(code, key)
  assert.deepEqual(again.json, first.json)
  const thief = await enrol(code, await makeCertificateRequest('thief'))
  assert.deepEqual([thief.status, thief.json.code], [403, 'enrolment-code-invalid'])
  const client = nodeWith(first.json.certificate, key)
  assert.equal((await client.call('PUT', '/api/nodes/own/state', { json: state })).status, 204)
})

test('codes that have ended or never were enrol nobody, nor do requests that prove no key', async () => {
  const key = await makeCertificateRequest('node')
  assert.equal((await enrol('ABCDE-ABCDE-ABCDE-ABCDE', key)).status, 403)
  const code = await newCode()
  const { requestPem } = await makeCertificateRequest('other')
  const lines = requestPem.split('\n')
  const broken = { ...key, requestPem: [...lines.slice(0, 3), ...lines.slice(4)].join('\n') }
  assert.deepEqual((await enrol(code, broken)).json.code, 'bad-certificate-request')
  await network.centre.db
    .updateTable('enrolment_code')
    .set({ expires_at: new Date(Date.now() - 1) })
    .where('used_at', 'is', null)
    .execute()
  assert.equal((await enrol(code, key)).status, 403)
})

test('the key of the authority lies in the data folder, for the centre alone', async () => {
  const { mode } = await stat(join(network.folder, 'data/node-authority/authority.pem'))
  assert.equal(mode & 0o777, 0o600)
})

test('a node does what nodes are for, and nothing that people do', async () => {
  const { client } = await enrolledNode()
  const { json } = await client.get('/api/nodes/own/participants')
  assert.ok(json.items.some((each: { aeTitle: string }) => each.aeTitle === caslav.aeTitle))
  for (const [method, path] of [
    ['GET', '/api/session'],
    ['GET', '/api/messages'],
    ['GET', '/api/people'],
    ['GET', '/api/nodes'],
    ['GET', '/api/audit'],
    ['DELETE', `/api/messages/${caslav.id}/data`],
    ['POST', `/api/messages/${caslav.id}/cancel`],
  ] as const) {
    const answer = await client.call(method, path)
    assert.deepEqual([path, answer.status, answer.json.code], [path, 403, 'not-for-nodes'])
  }
  assert.equal((await network.as('receiver').get('/api/nodes/own/deliveries')).json.code, 'not-a-node')
})

test('what its PACS take is told to senders by the rules for them, as far as every node of theirs has told', async () => {
  const { chyne } = INSTITUTIONS
  const place = { learnedAt: null, takes: null, decompresses: [], characterSets: ['ISO_IR 101'] }
  const told = {
    pacs: [
      { ...place, name: 'ARCHIVE' },
      { ...place, name: 'NEURO' },
    ],
    storing: [
      { modality: ['MR'], sender: [`${caslav.name.slice(0, 5)}*`], to: ['NEURO'] },
      { modality: null, sender: ['Nobody'], to: ['ARCHIVE'] },
    ],
  }
  const passportFor = async (client: ApiClient) => {
    const { status, json } = await client.get(`/api/institutions/${chyne.id}/passport`)
    assert.equal(status, 200)
    return json.nodes
  }
  const sender = network.as('sender')
  assert.deepEqual(await passportFor(sender), [], 'the mailbox keeps it, and takes everything')
  const first = await enrolledNode(chyne.id)
  assert.equal(await passportFor(sender), null, 'a node of an earlier version tells nothing')
  const tell = async (json: object) =>
    (await first.client.call('PUT', '/api/nodes/own/passport', { json })).status
  assert.equal(await tell({ ...told, later: 'more' }), 204)
  const rules = [{ modality: ['MR'], places: [1] }]
  assert.deepEqual(await passportFor(sender), [{ places: [place, place], rules }])
  assert.deepEqual(await passportFor(network.as('operator')), [{ places: [place, place], rules: [] }])
  assert.equal((await network.visitor().get(`/api/institutions/${chyne.id}/passport`)).status, 401)
  // What a PACS said too long ago is known no more; many PACS, asked about all there is, fit.
  const sopClassUids = Array.from({ length: 200 }, (_, index) => `1.2.840.10008.5.1.4.1.1.${index}`)
  const takes = { transferSyntaxUids: [], kinds: [{ sopClassUids, transferSyntaxUids: [] }] }
  const old = { ...place, takes, learnedAt: '2020-01-01T00:00:00.000Z' }
  const many = Array.from({ length: 20 }, (_, index) => ({ ...old, name: `PACS ${index}` }))
  assert.equal(await tell({ pacs: many, storing: [] }), 204)
  assert.deepEqual((await passportFor(sender))[0].places[19], { ...old, takes: null })
  assert.equal(await tell(told), 204)
  assert.equal(await tell({ ...told, pacs: [{ ...place, name: 'A PACS?' }] }), 400)
  // Who forwards is told the same of the images that are there.
  const files = [{ name: 'IM1', bytes: ctSlice({ instance: 1, patientName: 'Nováková^Eva' }) }]
  const { id: messageId } = (await sender.send([hornicka.id], files)).json
  const { studies } = await sender.until(messageId, 'delivered')
  const foreseen = async (recipient: string, by = network.as('receiver')) =>
    await by.get(`/api/messages/${messageId}/foreseen?recipient=${recipient}`)
  const ct = '1.2.840.10008.5.1.4.1.1.2'
  const refusing = {
    transferSyntaxUids: [],
    kinds: [{ sopClassUids: [ct], transferSyntaxUids: [] }],
  }
  assert.equal(await tell({ pacs: [{ ...place, name: 'A', takes: refusing }], storing: [] }), 204)
  const refused = (await foreseen(chyne.id)).json
  assert.partialDeepStrictEqual(refused.items, [
    { study: studies[0].studyInstanceUid, what: 'class-refused', isCertain: true, instances: 1, about: [ct] },
  ])
  assert.deepEqual(Object.keys(refused.sopClassNames), [ct])
  const ascii = { ...place, name: 'A', takes: null, characterSets: ['ISO_IR 6'] }
  assert.equal(await tell({ pacs: [ascii], storing: [] }), 204)
  assert.partialDeepStrictEqual((await foreseen(chyne.id)).json.items, [{ what: 'characters' }])
  assert.deepEqual((await foreseen(INSTITUTIONS.plzen.id)).json.items, [], 'nobody knows')
  assert.equal((await foreseen(chyne.id, network.as('uninvolved'))).status, 404)
  assert.equal((await foreseen('01940000-0000-7000-8000-0000000000ff')).status, 404)
  assert.equal(await tell(told), 204)
  const second = await enrolledNode(chyne.id)
  assert.equal(await passportFor(sender), null)
  assert.equal(
    (await second.client.call('PUT', '/api/nodes/own/passport', { json: { pacs: [], storing: [] } })).status,
    204,
  )
  assert.equal((await passportFor(sender)).length, 1, 'one that only sends receives nothing')
  const ofNode = `/api/nodes/${first.id}/passport`
  assert.deepEqual((await network.as('operator').get(ofNode)).json.passport, told)
  for (const { id } of [first, second]) await network.as('operator').call('POST', `/api/nodes/${id}/revoke`)
  assert.deepEqual(await passportFor(sender), [])
})

test('what its PACS took is what the sender reads; statuses never go back', async () => {
  const { client } = await enrolledNode()
  const sender = network.as('sender')
  const files = [1, 2].map((instance) => ({ name: `IM${instance}`, bytes: ctSlice({ instance }) }))
  const { id } = (await sender.send([hornicka.id], files)).json
  await sender.until(id, 'delivered')
  const waiting = async (node = client) => (await node.get('/api/nodes/own/deliveries')).json.items
  const [delivery] = await waiting()
  assert.deepEqual([delivery.message, delivery.sender.id, delivery.instances], [id, caslav.id, 2])

  const report = async (json: object, node = client) =>
    (await node.call('PUT', `/api/nodes/own/deliveries/${id}`, { json })).status
  const refused = [{ sopInstanceUid: '1.2.3', status: 0xa900, comment: 'Data set does not match' }]
  assert.equal(await report({ status: 'forwarded', stored: 1, refused, settled: false }), 204)
  const seen = async () => (await sender.get(`/api/messages/${id}`)).json
  const half = await seen()
  assert.equal(half.deliveries[0].status, 'forwarded')
  const told = { institution: { id: hornicka.id, name: hornicka.name }, stored: 1, refused }
  assert.deepEqual(half.atPacs, [{ ...told, atEach: [], decompressed: 0, waitsForDecision: false }])
  const more = { decompressed: 1, waitsForDecision: true }
  const pacs = ['ARCHIVE', 'NEURO'].map((name) => ({ name, waiting: 0, stored: 1, refused: 1 }))
  assert.equal(await report({ status: 'forwarded', stored: 1, refused, settled: false, ...more, pacs }), 204)
  assert.deepEqual((await seen()).atPacs, [{ ...told, ...more, atEach: pacs }])

  const other = await enrolledNode()
  assert.equal(
    await report({ status: 'forwarded', stored: 0, refused: [], settled: false }, other.client),
    409,
  )
  const stranger = await enrolledNode(INSTITUTIONS.plzen.id)
  assert.equal(
    await report({ status: 'stored', stored: 2, refused: [], settled: true }, stranger.client),
    404,
  )

  assert.equal(await report({ status: 'committed', stored: 2, refused: [], settled: true }), 204)
  assert.equal(await report({ status: 'forwarded', stored: 2, refused: [], settled: true }), 204)
  const whole = await seen()
  assert.equal(whole.deliveries[0].status, 'committed')
  const moves = whole.events.map(({ what }: { what: string }) => what)
  assert.deepEqual(moves.slice(-3), ['forwarded', 'stored', 'committed'])
  assert.deepEqual(await waiting(), [])
})

test('what a node signs itself is kept beside the receipts of the centre, once it is true and its own', async () => {
  const { id: nodeId, client, key } = await enrolledNode()
  const sender = network.as('sender')
  const { id } = (await sender.send([hornicka.id], [{ name: 'IM1', bytes: ctSlice({ instance: 7 }) }])).json
  await sender.until(id, 'delivered')
  const { headers } = await client.call('HEAD', `/api/messages/${id}/package`)
  const claims = {
    iss: nodeIssuer(nodeId),
    iat: Math.floor(Date.now() / 1000),
    message: id,
    kind: 'delivered',
    recipient: hornicka.id,
    packageSha256: String(headers.etag).slice(1, -1),
    at: new Date().toISOString(),
  } as const
  const own = await keyInPem(key.privateKeyPem)
  const report = async (status: string, ...receipts: readonly string[]) => {
    const json = { status, stored: 0, refused: [], settled: false, receipts }
    const answer = await client.call('PUT', `/api/nodes/own/deliveries/${id}`, { json })
    return answer.status === 204 ? 204 : answer.json.code
  }
  const wrong = [
    'no statement',
    await signNodeReceipt(await keyInPem(newKeyPem()), claims),
    await signReceipt(own, claims),
    await signNodeReceipt(own, { ...claims, kind: 'stored' }),
    await signNodeReceipt(own, { ...claims, packageSha256: 'ab'.repeat(32) }),
    await signNodeReceipt(own, { ...claims, message: nodeId }),
    await signNodeReceipt(own, { ...claims, recipient: caslav.id }),
    await signNodeReceipt(own, { ...claims, iat: claims.iat - 7 * 86_400 }),
  ]
  for (const each of wrong) assert.equal(await report('forwarded', each), 'receipt-refused')
  const delivered = await signNodeReceipt(own, claims)
  assert.equal(await report('forwarded', delivered), 204)
  const stored = await signNodeReceipt(own, { ...claims, kind: 'stored' })
  assert.equal(await report('stored', delivered, stored), 204)
  const { items } = (await sender.get(`/api/messages/${id}/receipts`)).json
  const kept = items.flatMap(({ nodeJws }: { nodeJws?: string }) => nodeJws ?? [])
  assert.deepEqual(kept.toSorted(), [delivered, stored].toSorted())
  const keys = readNodeKeySet((await network.visitor().get('/.well-known/node-jwks.json')).body.toString())
  assert.deepEqual(await readNodeReceipt(stored, keys), { ...claims, kind: 'stored', keyId: own.keyId })
})

test('a node renews its certificate by itself; operators and representatives see how it is doing', async () => {
  const { id, client } = await enrolledNode()
  const key = await makeCertificateRequest('node')
  const renewed = await client.call('POST', '/api/nodes/own/certificate', {
    json: { certificateRequest: key.requestPem },
  })
  assert.equal(renewed.status, 201)
  const later = nodeWith(renewed.json.certificate, key)
  assert.equal((await later.call('PUT', '/api/nodes/own/state', { json: state })).status, 204)
  const { json } = await network.as('operator').get('/api/nodes')
  const known = json.items.find((each: { id: string }) => each.id === id)
  assert.deepEqual(
    [known.institution.id, known.version, known.incoming, known.certificateExpiresAt, known.revokedAt],
    [hornicka.id, '0.1.0', 2, renewed.json.expiresAt, null],
  )
  assert.equal((await network.as('receiver').get('/api/nodes')).json.code, 'not-a-representative')
})

test('operators see all nodes, representatives those of their institution, and which of them are silent', async () => {
  const { db } = network.centre
  const { id, client } = await enrolledNode()
  const { id: elsewhere } = await enrolledNode(caslav.id)
  const troubled = { ...state, trouble: 'pacs-away' }
  assert.equal((await client.call('PUT', '/api/nodes/own/state', { json: troubled })).status, 204)
  const nodes = async (who: 'operator' | 'receiver', query = ''): Promise<ReadonlyMap<string, boolean>> => {
    const { items } = (await network.as(who).get(`/api/nodes?pageSize=100${query}`)).json
    return new Map(items.map((each: { id: string; silent: boolean }) => [each.id, each.silent]))
  }
  const all = await nodes('operator')
  assert.deepEqual([all.get(id), all.get(elsewhere)], [false, false])
  const standing = async (word: string) => {
    const found = await nodes('operator', `&state=${word}`)
    return [id, elsewhere].filter((each) => found.has(each))
  }
  assert.deepEqual([await standing('well'), await standing('trouble')], [[elsewhere], [id]])
  const ofOne = await nodes('operator', `&institution=${hornicka.id}`)
  assert.deepEqual([ofOne.has(id), ofOne.has(elsewhere)], [true, false])

  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000)
  await db
    .updateTable('node')
    .set({ last_contact_at: minutesAgo(6) })
    .where('id', '=', id)
    .execute()
  await db
    .updateTable('node')
    .set({ enrolled_at: minutesAgo(6) })
    .where('id', '=', elsewhere)
    .execute()
  const later = await nodes('operator')
  assert.deepEqual([later.get(id), later.get(elsewhere)], [true, true])
  assert.deepEqual([await standing('silent'), await standing('trouble')], [[id, elsewhere], []])
  await network.as('operator').call('POST', `/api/nodes/${id}/revoke`)
  assert.equal((await nodes('operator')).get(id), false)
  assert.deepEqual([await standing('silent'), await standing('revoked')], [[elsewhere], [id]])
  assert.equal((await network.as('operator').get('/api/nodes?state=odd')).status, 400)

  const member = db.updateTable('membership').where('institution_id', '=', hornicka.id)
  await member.set({ role: 'representative' }).execute()
  const own = await nodes('receiver', `&institution=${caslav.id}`)
  assert.deepEqual([own.has(id), own.has(elsewhere)], [true, false])
  await member.set({ role: 'specialist' }).execute()
})

test('of a node that is silent its representatives and the operator are written to, once, and once when it is back', async () => {
  const { db, config } = network.centre
  const representative = 'zastupce@plzen.example'
  const operator = 'provoz@centrum.example'
  const { plzen } = INSTITUTIONS
  const person = { id: newId(), name: 'Zástupce', email: representative }
  await db.insertInto('person').values(person).execute()
  await db
    .insertInto('membership')
    .values({ person_id: person.id, institution_id: plzen.id, role: 'representative' })
    .execute()
  const webhook = {
    id: newId(),
    institution_id: plzen.id,
    url: 'https://plzen.example/epacs',
    happenings: ['node.silent', 'certificate.ending'],
    created_at: new Date(),
    // Nothing leaves: only what waits is looked at.
    retry_at: new Date(Date.now() + 1e10),
  }
  await db.insertInto('webhook').values(webhook).execute()
  const { id, client } = await enrolledNode(plzen.id)
  const start = Date.now()
  const watchedAt = async (minutes: number): Promise<readonly string[]> => {
    const before = (await db.selectFrom('mail').select('id').execute()).map((mail) => mail.id)
    await watchNodes({
      ...network.centre,
      clock: () => new Date(start + minutes * 60_000),
      config: { ...config, registration: { ...config.registration, contactEmail: operator } },
    })
    const mails = await db.selectFrom('mail').select(['id', 'template', 'recipient', 'contents']).execute()
    return mails
      .filter((mail) => !before.includes(mail.id) && JSON.stringify(mail.contents).includes(id))
      .map(({ template, recipient }) => `${template} ${recipient}`)
      .toSorted()
  }
  const heardAt = async (minutes: number) =>
    await db
      .updateTable('node')
      .set({ last_contact_at: new Date(start + minutes * 60_000) })
      .where('id', '=', id)
      .execute()
  assert.equal((await client.call('PUT', '/api/nodes/own/state', { json: state })).status, 204)
  const both = (template: string) => [`${template} ${operator}`, `${template} ${representative}`]

  // While the centre was away itself, nobody was silent.
  assert.deepEqual(await watchedAt(0), [])
  assert.deepEqual(await watchedAt(120), [])
  for (let minutes = 125; minutes < 150; minutes += 5) assert.deepEqual(await watchedAt(minutes), [])
  assert.deepEqual(await watchedAt(155), both('node-silent'))
  assert.deepEqual(await watchedAt(160), [])
  await heardAt(161)
  assert.deepEqual(await watchedAt(165), both('node-back'))
  assert.deepEqual(await watchedAt(170), [])
  const day = 24 * 60
  const left = async (days: number): Promise<readonly string[]> => {
    const minutes = (config.nodes.certificateDays - days) * day
    await heardAt(minutes)
    return await watchedAt(minutes)
  }
  // It renews at thirty days: only one that has not is told of.
  assert.deepEqual(await left(29.9), [])
  assert.deepEqual(await left(28.9), both('node-certificate-ends'))
  assert.deepEqual(await left(8), [])
  assert.deepEqual(await left(6.9), both('node-certificate-ends'))
  assert.deepEqual(await left(6.8), [])
  assert.deepEqual(await left(0.9), both('node-certificate-ends'))
  assert.deepEqual(await left(0.8), [])
  const calls = await db
    .selectFrom('webhook_call')
    .where('webhook_id', '=', webhook.id)
    .select(['type', 'data'])
    .orderBy('position')
    .execute()
  assert.deepEqual(
    calls.filter(({ data }) => data.node === id).map(({ type, data }) => [type, data.days ?? null]),
    [
      ['node.silent', null],
      ['node.back', null],
      ['certificate.ending', 30],
      ['certificate.ending', 7],
      ['certificate.ending', 1],
    ],
  )
  const { subject, text } = (await new MailFolder(network).next(representative)).mail
  assert.match(subject ?? '', /neozývá/)
  assert.match(text ?? '', /Naposledy se ozval \d+\. \S+ \d{4} v \d+:\d\d/)
})

test('operators see which codes are open, representatives those for their institution; one that is withdrawn enrols nobody', async () => {
  const operator = network.as('operator')
  const issue = async (institution: string) =>
    (await operator.call('POST', '/api/nodes/codes', { json: { institution } })).json
  const [own, elsewhere, used] = [await issue(hornicka.id), await issue(caslav.id), await issue(hornicka.id)]
  const open = async (who: 'operator' | 'receiver', query = ''): Promise<Record<string, string>[]> =>
    (await network.as(who).get(`/api/nodes/codes?pageSize=100${query}`)).json.items
  const ids = (codes: readonly Record<string, string>[]) => codes.map(({ id }) => id)
  const key = await makeCertificateRequest('node')
  assert.equal((await enrol(used.code, key)).status, 201)

  const all = await open('operator')
  assert.ok(!JSON.stringify(all).includes(own.code.slice(0, 5)))
  const seen = all.find(({ id }) => id === own.id)
  assert.deepEqual(
    [seen?.institution, seen?.expiresAt, typeof seen?.createdBy],
    [{ id: hornicka.id, name: hornicka.name }, own.expiresAt, 'string'],
  )
  assert.ok(ids(all).includes(elsewhere.id))
  assert.ok(!ids(all).includes(used.id))
  assert.ok(!ids(await open('operator', `&institution=${hornicka.id}`)).includes(elsewhere.id))

  const member = network.centre.db.updateTable('membership').where('institution_id', '=', hornicka.id)
  await member.set({ role: 'representative' }).execute()
  const seenByOwn = ids(await open('receiver', `&institution=${caslav.id}`))
  assert.deepEqual([seenByOwn.includes(own.id), seenByOwn.includes(elsewhere.id)], [true, false])
  const refused = await network.as('receiver').call('DELETE', `/api/nodes/codes/${own.id}`)
  assert.equal(refused.status, 403)
  await member.set({ role: 'specialist' }).execute()

  const withdraw = async (id: string) => await operator.call('DELETE', `/api/nodes/codes/${id}`)
  assert.equal((await withdraw(own.id)).status, 204)
  assert.equal((await enrol(own.code, key)).json.code, 'enrolment-code-invalid')
  assert.ok(!ids(await open('operator')).includes(own.id))
  for (const gone of [own.id, used.id]) assert.equal((await withdraw(gone)).json.code, 'code-not-found')
  // What has served still answers the node that it has served.
  assert.equal((await enrol(used.code, key)).status, 201)
})

test('a node that was revoked is let in no more, with none of its certificates', async () => {
  const { id, client } = await enrolledNode()
  assert.equal((await client.get('/api/nodes/own/deliveries')).status, 200)
  assert.equal((await network.as('operator').call('POST', `/api/nodes/${id}/revoke`)).status, 204)
  const answer = await client.get('/api/nodes/own/deliveries')
  assert.deepEqual([answer.status, answer.json.code], [401, 'revoked-certificate'])
})
