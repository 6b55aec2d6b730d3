import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { v7 as newId } from 'uuid'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, PEOPLE, type PersonName, TestNetwork } from '../testing/network.ts'

let network: TestNetwork
before(async () => {
  network = await TestNetwork.start()
})
after(() => network.remove())

const put = async (json: object) => await network.as('sender').call('PUT', '/api/settings', { json })

test('who has set nothing has nothing set', async () => {
  const { json } = await network.as('sender').get('/api/settings')
  assert.deepEqual(json, {
    language: null,
    desktopViewer: null,
    arrivalMails: 'every',
    notices: ['failure', 'quota', 'certificate'],
    krzp: null,
    email: null,
  })
})

test('a number of a health care worker is checked by its form, kept without spaces, seen by the representative, and taken back', async () => {
  for (const krzp of ['012345678', '12345678', '1234567890', '12345678x', '']) {
    const refused = await put({ krzp })
    assert.deepEqual([refused.status, refused.json.code], [422, 'invalid-krzp'], krzp)
  }
  assert.deepEqual((await put({ krzp: '123 456 786' })).json.krzp, { number: '123456786', saidBy: 'person' })
  assert.deepEqual((await put({ language: null })).json.krzp, { number: '123456786', saidBy: 'person' })
  assert.equal((await network.as('colleague').get('/api/settings')).json.krzp, null)
  assert.equal((await put({ krzp: null })).json.krzp, null)
  const events = await network.centre.db
    .selectFrom('audit_event')
    .where('action', '=', 'person.krzp')
    .select('details')
    .orderBy('position')
    .execute()
  assert.deepEqual(
    events.map(({ details }) => details),
    [{ set: true }, { set: false }],
    'the trail knows that it was set, not what it is',
  )
})

test('a number that JTP has said is not changed by its bearer', async () => {
  const account = { issuer: 'https://jtp.example', subject: 'sender', krzp: '987654321' }
  await network.centre.db
    .insertInto('person_jtp')
    .values({ ...account, person_id: PEOPLE.sender.id })
    .execute()
  assert.deepEqual((await put({ language: null })).json.krzp, { number: '987654321', saidBy: 'jtp' })
  for (const krzp of ['123456786', null]) {
    const refused = await put({ language: 'sk', krzp })
    assert.deepEqual([refused.status, refused.json.code], [409, 'krzp-from-jtp'])
  }
  assert.equal((await put({ krzp: '987654321' })).json.language, null, 'a refused change changes nothing')
})

test('what one person sets holds for that person alone, wherever they ask', async () => {
  const { desktopViewers } = network.centre.config
  const viewer = desktopViewers.offered[0]?.id ?? null
  assert.notEqual(viewer, null)
  const set = { language: 'en', desktopViewer: viewer, arrivalMails: 'urgent' }
  assert.partialDeepStrictEqual((await put(set)).json, set)
  assert.partialDeepStrictEqual((await network.as('sender').get('/api/settings')).json, set)
  const nothing = { language: null, desktopViewer: null, arrivalMails: 'every' }
  const colleague = await network.as('colleague').get('/api/settings')
  assert.partialDeepStrictEqual(colleague.json, nothing)
  assert.partialDeepStrictEqual((await put(nothing)).json, nothing)
})

test('what a person does not name stays as it is', async () => {
  const viewer = network.centre.config.desktopViewers.offered[0]?.id ?? null
  await put({ language: 'cs', desktopViewer: viewer })
  assert.partialDeepStrictEqual((await put({ language: 'en' })).json, {
    language: 'en',
    desktopViewer: viewer,
  })
  assert.partialDeepStrictEqual((await put({ desktopViewer: null })).json, {
    language: 'en',
    desktopViewer: null,
  })
  assert.partialDeepStrictEqual((await put({})).json, { language: 'en', desktopViewer: null })
})

test('a language or a viewer that there is not is refused', async () => {
  assert.equal((await put({ language: 'xx', desktopViewer: null })).status, 400)
  const unknown = await put({ language: null, desktopViewer: 'none-such' })
  assert.deepEqual([unknown.status, unknown.json.code], [422, 'unknown-viewer'])
})

test('an operator, who has no mailbox, has settings too', async () => {
  assert.equal((await network.as('operator').get('/api/settings')).status, 200)
})

const { caslav, chyne, hornicka, plzen } = INSTITUTIONS
const star = async (method: 'PUT' | 'DELETE', id: string, person: PersonName = 'sender') =>
  await network.as(person).call(method, `/api/institutions/${id}/favourite`)
const likely = async (person: PersonName = 'sender') => {
  const { json } = await network.as(person).get('/api/recipients')
  const names = (items: readonly { name: string }[]) => items.map(({ name }) => name)
  return { favourites: names(json.favourites), recent: names(json.recent) }
}

test("a favourite is one person's alone, set twice it is there once, and it is in Czech order", async () => {
  assert.deepEqual((await likely()).favourites, [])
  for (const { id } of [plzen, chyne, hornicka, chyne]) assert.equal((await star('PUT', id)).status, 204)
  assert.deepEqual((await likely()).favourites, [hornicka.name, chyne.name, plzen.name])
  assert.deepEqual((await likely('colleague')).favourites, [])
  assert.equal((await star('DELETE', chyne.id, 'colleague')).status, 204)
  for (const { id } of [hornicka, hornicka]) assert.equal((await star('DELETE', id)).status, 204)
  assert.deepEqual((await likely()).favourites, [chyne.name, plzen.name])
})

test('what is no institution becomes no favourite, and of favourites there are no more than a page shows', async () => {
  const unknown = await star('PUT', newId())
  assert.deepEqual([unknown.status, unknown.json.code], [404, 'institution-not-found'])
  const { db } = network.centre
  const { id: _, ...template } = await db
    .selectFrom('institution')
    .where('id', '=', caslav.id)
    .selectAll()
    .executeTakeFirstOrThrow()
  const many = Array.from({ length: 50 }, (_, at) => ({ ...template, id: newId(), ae_title: `STARRED${at}` }))
  await db.insertInto('institution').values(many).execute()
  const starred = many.map(({ id }) => ({ person_id: PEOPLE.receiver.id, institution_id: id }))
  await db.insertInto('favourite_institution').values(starred).execute()
  const oneMore = await star('PUT', plzen.id, 'receiver')
  assert.deepEqual([oneMore.status, oneMore.json.code], [409, 'too-many-favourites'])
  assert.equal((await star('PUT', many[0]?.id ?? '', 'receiver')).status, 204, 'one that is there stays')
  await db.deleteFrom('institution').where('ae_title', 'like', 'STARRED%').execute()
  assert.deepEqual((await likely('receiver')).favourites, [], 'who leaves the network leaves the favourites')
})

test('recent recipients: those that one sent to oneself, then those of colleagues, the newest first', async () => {
  const send = async (person: PersonName, recipients: readonly string[]) => {
    const { status } = await network
      .as(person)
      .send(recipients, [{ name: 'a', bytes: ctSlice({ instance: 1 }) }])
    assert.equal(status, 201)
  }
  assert.deepEqual((await likely()).recent, [])
  await send('sender', [hornicka.id])
  await send('sender', [plzen.id])
  await send('sender', [hornicka.id])
  await send('colleague', [chyne.id, plzen.id])
  // Plzeň is the newest of those that the sender sent to: a colleague has just sent there, too.
  assert.deepEqual((await likely()).recent, [plzen.name, hornicka.name, chyne.name])
  assert.deepEqual(new Set((await likely('colleague')).recent.slice(0, 2)), new Set([chyne.name, plzen.name]))
  assert.deepEqual((await likely('uninvolved')).recent, [], 'another institution has its own')
})
