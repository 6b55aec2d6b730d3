import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { v7 as newId } from 'uuid'
import type { ApiClient } from '../testing/api-client.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { until } from '../testing/until.ts'

const { caslav, hornicka, chyne, plzen } = INSTITUTIONS

let network: TestNetwork
let visitor: ApiClient
before(async () => {
  network = await TestNetwork.start()
  visitor = network.visitor()
})
after(() => network.remove())

const found = async (query: string) => {
  const { json } = await visitor.get(`/api/institutions?${query}`)
  return json.items.map(({ name }: { name: string }) => name)
}

test('a visitor sees the institutions in Czech order, č before h and ch after it', async () => {
  const { json } = await visitor.get('/api/institutions')
  assert.deepEqual(
    json.items.map(({ name }: { name: string }) => name),
    [caslav.name, hornicka.name, chyne.name, plzen.name],
  )
  assert.deepEqual([json.total, json.page, json.pageSize], [4, 1, 20])
  assert.deepEqual(await found('page=2&pageSize=3'), [plzen.name])
  assert.deepEqual(await found('page=9'), [])
})

test('words are found with and without diacritics, in name, town, AE title, in any order', async () => {
  assert.deepEqual(await found('q=plzen'), [plzen.name])
  assert.deepEqual(await found('q=Plze%C5%88'), [plzen.name])
  assert.deepEqual(await found('q=ustav%20plz'), [plzen.name])
  assert.deepEqual(await found('q=hornicka%20most'), [hornicka.name])
  assert.deepEqual(await found('q=CHYNE'), [chyne.name])
  assert.deepEqual(await found('q=%25'), [], 'a percent sign is no wild card')
  assert.deepEqual(await found('q=nowhere'), [])
})

test('the list is narrowed by kind, town and way of connection', async () => {
  assert.deepEqual(await found('kind=hospital'), [caslav.name])
  assert.deepEqual(await found('city=most'), [hornicka.name])
  assert.deepEqual(await found('city=%C4%8D%C3%A1s'), [caslav.name])
  assert.deepEqual(await found('kind=hospital&city=most'), [])
  await network.centre.db
    .updateTable('institution')
    .set({ connection: 'node' })
    .where('id', '=', caslav.id)
    .execute()
  const byNode = await found('connection=node')
  const byMailbox = await found('connection=mailbox')
  assert.deepEqual(byNode, [caslav.name])
  assert.deepEqual(byMailbox, [hornicka.name, chyne.name, plzen.name])
  assert.equal((await visitor.get('/api/institutions?connection=pigeon')).status, 400)
})

test('one institution comes with its contact persons', async () => {
  const { json } = await visitor.get(`/api/institutions/${caslav.id}`)
  assert.equal(json.aeTitle, 'CASLAV')
  assert.equal(json.eligibility, 'czech-provider')
  assert.deepEqual(json.position, caslav.position)
  assert.deepEqual(json.contacts, [
    {
      name: 'Sekretariát',
      function: 'kontakt',
      email: 'sekretariat@example.cz',
      phone: '+420 111',
      phoneShown: '+420 111',
    },
  ])
})

test('accepted authorities are public, a withdrawn one is not among them', async () => {
  const { json } = await visitor.get('/api/authorities')
  assert.equal(json.total, 1)
  assert.equal(json.items[0].name, 'Test CA')
  assert.match(json.items[0].fingerprintSha256, /^[0-9a-f]{64}$/)
  assert.equal(json.items[0].pem, undefined)
  await network.centre.db.updateTable('authority').set({ withdrawn_at: new Date() }).execute()
  assert.equal((await visitor.get('/api/authorities')).json.total, 0)
  // The entrance learns of it by a notice; of both, or the next test would be in between.
  const status = async () => (await network.as('sender').get('/api/session')).status
  await until('the entrance accepts it no more', async () => (await status()) === 401)
  await network.centre.db.updateTable('authority').set({ withdrawn_at: null }).execute()
  await until('the entrance accepts it again', async () => (await status()) === 200)
})

test('the figures count what was delivered, and go on counting when it is deleted', async (context) => {
  const sender = network.as('sender')
  const { id } = (await sender.send([hornicka.id], [{ name: 'a', bytes: ctSlice({ instance: 1 }) }])).json
  const { sizeBytes } = await sender.until(id, 'delivered')
  await network.as('receiver').call('DELETE', `/api/messages/${id}/data`)
  const { json } = await visitor.get('/api/statistics')
  assert.equal(json.institutions.total, 4)
  assert.deepEqual(json.institutions.byKind, {
    hospital: 1,
    outpatient: 1,
    specialised: 0,
    'private-practice': 1,
    scientific: 1,
  })
  const month = new Date().toISOString().slice(0, 7)
  assert.deepEqual(json.messages, {
    total: 1,
    sizeBytes,
    studies: 1,
    byMonth: [{ month, total: 1, sizeBytes, studies: 1 }],
  })
  context.diagnostic(`${sizeBytes} bytes`)
})

test('a visitor sees how many institutions of a kind a town has, and where the towns lie', async () => {
  const none = { hospital: 0, outpatient: 0, specialised: 0, 'private-practice': 0, scientific: 0 }
  const { json } = await visitor.get('/api/statistics')
  assert.deepEqual(json.institutions.byTown, [
    {
      city: 'Čáslav',
      position: { latitude: 49.91, longitude: 15.39 },
      byKind: { ...none, hospital: 1 },
    },
    { city: 'Chýně', position: null, byKind: { ...none, 'private-practice': 1 } },
    { city: 'Most', position: null, byKind: { ...none, outpatient: 1 } },
    { city: 'Plzeň', position: null, byKind: { ...none, scientific: 1 } },
  ])
})

test('a list read while institutions come and go tells of one moment: its total is that of its items', async () => {
  const { db } = network.centre
  const operator = network.as('operator')
  const template = await db
    .selectFrom('institution')
    .where('id', '=', caslav.id)
    .selectAll()
    .executeTakeFirstOrThrow()
  const passing = [1, 2, 3].map((number) => ({
    ...template,
    id: newId(),
    name_folded: 'prechodna',
    ae_title: `PASSING${number}`,
  }))
  let isOver = false
  const coming = (async () => {
    while (!isOver) {
      await db.insertInto('institution').values(passing).execute()
      await db.deleteFrom('institution').where('name_folded', '=', 'prechodna').execute()
    }
  })()
  try {
    for (let round = 0; round < 100; round++) {
      const { items, total } = (await operator.get('/api/institutions?q=prechodna')).json
      assert.equal(total, items.length)
    }
  } finally {
    isOver = true
    await coming
  }
})
