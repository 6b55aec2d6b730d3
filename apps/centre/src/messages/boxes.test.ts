import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { ApiClient } from '../testing/api-client.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { until } from '../testing/until.ts'

const { caslav, hornicka, chyne } = INSTITUTIONS

let network: TestNetwork
let receiver: ApiClient
let second: ApiClient
/** Of the messages that lie in the mailbox, the oldest first. */
let gallbladder: string
let knee: string
let skull: string

before(async () => {
  network = await TestNetwork.start()
  receiver = network.as('receiver')
  second = network.as('second')
  const slice = (study: number, patientName: string, patientId: string, pixelBytes = 512) => ({
    name: 'a',
    bytes: ctSlice({ study, instance: 1, patientName, patientId, pixelBytes }),
  })
  const send = async (from: ApiClient, files: { name: string; bytes: Buffer }[], more: object) => {
    const { id } = (await from.send([hornicka.id], files, more)).json
    await from.until(id, 'delivered')
    return id
  }
  gallbladder = await send(second, [slice(31, 'Šťastná^Růžena', '455123/012')], { subject: 'Žlučník' })
  knee = await send(
    second,
    [slice(32, 'Dvořák^Jiří', '7001011234', 40_000), slice(33, 'Šťastná^Jana', 'X-1')],
    { subject: 'Koleno', note: 'Bolest při chůzi', urgent: true },
  )
  skull = await send(network.as('sender'), [slice(34, 'Novák^Jan', 'X-2', 5000)], { subject: 'Lebka' })
})
after(() => network.remove())

const idsOf = (page: { items: { id: string }[] }) => page.items.map(({ id }) => id)
const listed = async (query: string) => idsOf((await receiver.get(`/api/messages?box=inbox&${query}`)).json)
const searched = async (json: object) =>
  idsOf((await receiver.call('POST', '/api/messages/search', { json })).json)

test('a mailbox is searched by words without diacritics and filtered by status and sender', async () => {
  assert.deepEqual(await listed('q=zluc'), [gallbladder])
  assert.deepEqual(await listed('q=CHUZI%20koleno'), [knee])
  assert.deepEqual(await listed('q=zlucnik%20koleno'), [])
  assert.deepEqual(await listed(`institution=${chyne.id}`), [knee, gallbladder], 'newest first')
  await receiver.get(`/api/messages/${knee}`)
  assert.deepEqual(await listed(`institution=${chyne.id}&status=opened`), [knee])
  const first = (await receiver.get(`/api/messages?institution=${chyne.id}&pageSize=1&page=2`)).json
  assert.deepEqual([first.total, first.page, first.items[0].id], [2, 2, gallbladder])
  assert.deepEqual(first.facets.institutions, [
    { id: caslav.id, name: caslav.name, messages: 1 },
    { id: chyne.id, name: chyne.name, messages: 2 },
  ])
  const sentOnes = (await second.get('/api/messages?box=sent&status=delivered')).json
  assert.deepEqual(idsOf(sentOnes), [knee, gallbladder])
})

test('what was sent is found by how it stands at any of its recipients', async () => {
  const sent = async (query: string) => (await second.get(`/api/messages?box=sent&${query}`)).json
  await receiver.get(`/api/messages/${knee}`)
  const opened = await sent('delivery=opened')
  assert.deepEqual([idsOf(opened), opened.total], [[knee], 1])
  assert.deepEqual(opened.facets.deliveries, [
    { status: 'delivered', messages: 1 },
    { status: 'opened', messages: 1 },
  ])
  assert.deepEqual(opened.facets.statuses, [{ status: 'delivered', messages: 2 }])
  const unopened = await sent(`delivery=delivered&institution=${hornicka.id}`)
  assert.deepEqual([idsOf(unopened), unopened.total], [[gallbladder], 1])
  assert.deepEqual(idsOf(await sent('delivery=stored')), [])
  assert.deepEqual(await listed('delivery=opened'), [knee], 'in the inbox it is the own delivery')
})

test('what filters offer is counted apart, and a list without it has the same messages and total', async () => {
  for (const query of [
    'box=inbox',
    'box=inbox&status=delivered',
    `box=inbox&institution=${chyne.id}`,
    'box=inbox&q=koleno',
    'box=inbox&urgent=true',
  ]) {
    const { facets, ...rest } = (await receiver.get(`/api/messages?${query}`)).json
    assert.deepEqual((await receiver.get(`/api/messages?${query}&facets=false`)).json, rest, query)
    assert.deepEqual((await receiver.get('/api/messages/facets?box=inbox')).json, facets, query)
    assert.deepEqual((await receiver.get('/api/messages/facets')).json, facets)
  }
  for (const query of [
    '',
    '&status=delivered',
    '&delivery=delivered',
    `&institution=${hornicka.id}`,
    `&institution=${caslav.id}`,
  ]) {
    const { facets, ...rest } = (await second.get(`/api/messages?box=sent${query}`)).json
    assert.deepEqual((await second.get(`/api/messages?box=sent${query}&facets=false`)).json, rest, query)
    assert.equal(rest.total, rest.items.length, query)
    assert.deepEqual((await second.get('/api/messages/facets?box=sent')).json, facets, query)
  }
  const found = await receiver.call('POST', '/api/messages/search?facets=false', {
    json: { patient: 'ruzena' },
  })
  assert.deepEqual([found.json.total, 'facets' in found.json], [1, false])
})

test('a patient is searched for in the body alone, by name or birth number, as one has them at hand', async () => {
  assert.deepEqual(await searched({ patient: 'ruzena' }), [gallbladder])
  assert.deepEqual(await searched({ patient: 'Dvořák, JIŘÍ' }), [knee])
  assert.deepEqual(await searched({ patient: '455123012' }), [gallbladder])
  assert.deepEqual(await searched({ patient: '700101/1234' }), [knee])
  assert.deepEqual(await searched({ patient: 'stastna' }), [knee, gallbladder])
  assert.deepEqual(await searched({ patient: 'stastna jiri' }), [], 'both words of one patient')
  assert.deepEqual(await searched({ patient: 'stastna', q: 'zlucnik' }), [gallbladder])
  assert.deepEqual(await searched({ patient: 'stastna', institution: caslav.id }), [])
  for (const word of ['ruzena', 'dvorak', '7001011234']) assert.deepEqual(await listed(`q=${word}`), [], word)
})

test('a search by patient leaves no trace of the patient', async () => {
  await searched({ patient: 'Růžena Šťastná 455123012' })
  const events = await network.centre.db
    .selectFrom('audit_event')
    .where('action', '=', 'mailbox.list')
    .selectAll()
    .execute()
  assert.ok(events.length > 0)
  assert.doesNotMatch(JSON.stringify(events), /zena|455123/)
})

test('words of a search that mean something to a database find what they say, and nothing else', async () => {
  for (const words of ['%', '_', "'", '\\', '^', '/']) {
    assert.deepEqual(await searched({ patient: words, q: words }), [], words)
  }
  assert.deepEqual(await searched({ patient: ' ', q: ' ' }), [skull, knee, gallbladder])
})

test('days and urgency narrow the list', async () => {
  const [first, , last] = (await receiver.get('/api/messages')).json.items.toReversed()
  const at = encodeURIComponent
  assert.deepEqual(await listed(`from=${at(last.createdAt)}`), [skull])
  assert.deepEqual(await listed(`to=${at(last.createdAt)}`), [knee, gallbladder], 'the end is not in it')
  assert.deepEqual(await listed(`from=${at(first.createdAt)}&to=${at(last.createdAt)}`), [knee, gallbladder])
  assert.deepEqual(await listed('from=2999-01-01T00:00:00Z'), [])
  assert.equal((await receiver.get('/api/messages?from=yesterday')).status, 400)
  assert.deepEqual(await listed('urgent=true'), [knee])
  assert.deepEqual(await listed('urgent=false'), [skull, gallbladder])
})

test('the list is sorted by date, size and the other institution, both ways, page by page', async () => {
  assert.deepEqual(await listed('sort=date&order=ascending'), [gallbladder, knee, skull])
  assert.deepEqual(await listed('sort=size'), [knee, skull, gallbladder])
  assert.deepEqual(await listed('sort=size&order=ascending'), [gallbladder, skull, knee])
  assert.deepEqual(
    await listed('sort=institution'),
    [skull, knee, gallbladder],
    'Čáslav comes before Chirurgie',
  )
  assert.deepEqual(await listed('sort=institution&order=descending'), [knee, gallbladder, skull])
  const pages = [1, 2, 3].map((page) => listed(`sort=size&pageSize=1&page=${page}`))
  assert.deepEqual((await Promise.all(pages)).flat(), [knee, skull, gallbladder])
})

test('messages of an earlier centre are found as those of today are', async () => {
  const { db } = network.centre
  const studies = () => db.selectFrom('study').select('patient_folded').orderBy('message_id').execute()
  const [messagesToday, studiesToday] = [
    await db.selectFrom('message').select(['id', 'search_folded']).orderBy('id').execute(),
    await studies(),
  ]
  await db.updateTable('study').set({ patient_folded: '' }).execute()
  await db.updateTable('message').set({ search_folded: 'dvořák^jiří' }).execute()
  const file = new URL('../database/migrations/0081-folded-of-earlier-messages.sql', import.meta.url)
  await sql.raw(await readFile(file, 'utf8')).execute(db)
  assert.deepEqual(await studies(), studiesToday)
  const words = (text: string) => [...new Set(text.split(/\s+/))].toSorted()
  const now = await db.selectFrom('message').select(['id', 'search_folded']).orderBy('id').execute()
  assert.deepEqual(
    now.map(({ search_folded }) => words(search_folded)),
    messagesToday.map(({ search_folded }) => words(search_folded)),
  )
})

test('what was opened is marked as unread for colleagues, and the sender sees nothing of it', async () => {
  const mark = async (unread: boolean, messages = [knee, gallbladder]) =>
    (await receiver.call('POST', '/api/messages/marks', { json: { messages, unread } })).json.messages
  const unread = async () => {
    const { json } = await receiver.get('/api/messages')
    const marked = json.items.filter((each: { unread: boolean }) => each.unread)
    assert.equal(json.unread, marked.length)
    return idsOf({ items: marked })
  }
  const statusAtSender = async () => (await second.get(`/api/messages/${knee}`)).json.deliveries[0].status
  assert.deepEqual(await unread(), [skull, gallbladder])
  assert.deepEqual(await mark(false), [knee], 'nothing but opening it makes a message read')
  assert.deepEqual(await unread(), [skull, gallbladder])
  assert.deepEqual(await mark(true), [knee])
  assert.deepEqual(await unread(), [skull, knee, gallbladder])
  assert.equal(await statusAtSender(), 'opened')
  await receiver.get(`/api/messages/${knee}`)
  assert.deepEqual(await unread(), [skull, gallbladder], 'whoever looks once more has')
  await mark(true)
  assert.deepEqual(await mark(false), [knee])
  assert.deepEqual(await unread(), [skull, gallbladder])
  await mark(true)
  await receiver.get(`/api/messages/${knee}/package`)
  await until('the download takes the mark away', async () => (await unread()).length === 2)
  await mark(true)
  await receiver.call('DELETE', `/api/messages/${knee}/data`)
  assert.deepEqual(await unread(), [skull, gallbladder])
  assert.deepEqual(await mark(true), [], 'there is nothing left to look at')
  const strangers = await network.as('uninvolved').call('POST', '/api/messages/marks', {
    json: { messages: [skull], unread: true },
  })
  assert.deepEqual(strangers.json.messages, [])
})

test('a mailbox says how full it is and what fills it, and not what has not arrived', async () => {
  const upload = await second.createUpload('later', 7000)
  const json = { recipients: [hornicka.id], uploads: [upload] }
  const { id } = (await second.call('POST', '/api/messages', { json })).json
  const state = (await receiver.get('/api/mailbox')).json
  const { items } = (await receiver.get('/api/mailbox/largest')).json
  const { used_bytes, quota_bytes } = await network.centre.db
    .selectFrom('mailbox')
    .where('institution_id', '=', hornicka.id)
    .selectAll()
    .executeTakeFirstOrThrow()
  assert.deepEqual(state, {
    quotaBytes: quota_bytes,
    usedBytes: used_bytes,
    reservedBytes: 7000,
    messages: 2,
    unread: 2,
    openRequests: 0,
    urgentRequests: 0,
  })
  assert.deepEqual(idsOf({ items }), [skull, gallbladder], 'what was deleted takes nothing')
  const sizes = items.map(({ heldBytes }: { heldBytes: number }) => heldBytes)
  assert.equal(sizes[0] + sizes[1] + 7000, used_bytes)
  assert.equal(items[0].sender.name, caslav.name)
  await second.call('POST', `/api/messages/${id}/cancel`)
  assert.equal((await receiver.get('/api/mailbox')).json.reservedBytes, 0)
})

test('status and recipient among the sent are those of one delivery', async () => {
  const sender = network.as('sender')
  const files = [
    { name: 'a', bytes: ctSlice({ study: 35, instance: 1, patientName: 'Dva^P', patientId: 'X-3' }) },
  ]
  const { id } = (await sender.send([hornicka.id, chyne.id], files, { subject: 'Dvěma' })).json
  await sender.until(id, 'delivered')
  await second.get(`/api/messages/${id}`)
  const sent = async (query: string) =>
    idsOf((await sender.get(`/api/messages?box=sent&q=dvema&${query}`)).json)
  assert.deepEqual(await sent(`delivery=opened&institution=${chyne.id}`), [id])
  assert.deepEqual(await sent(`delivery=delivered&institution=${hornicka.id}`), [id])
  assert.deepEqual(await sent(`delivery=opened&institution=${hornicka.id}`), [], 'another one opened it')
  assert.deepEqual(await sent('delivery=opened'), [id])
})
