import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { ctSlice } from '../testing/dicom-file.ts'
import { MailFolder } from '../testing/mailbox-folder.ts'
import { INSTITUTIONS, type PersonName, TestNetwork } from '../testing/network.ts'
import { forgetPatients } from './forget.ts'
import { remindOfRequests } from './remind.ts'

const { caslav, hornicka } = INSTITUTIONS
const HOUR_MS = 3_600_000
const READER = 'prijemce@hornicka.example'
const CONTACT = 'kontakt@hornicka.example'
const ASKING = 'zadatel@caslav.example'

let network: TestNetwork
let mails: MailFolder
let study = 500
before(async () => {
  network = await TestNetwork.start()
  mails = new MailFolder(network)
  const { db } = network.centre
  for (const [name, email] of [
    ['Hana Malá', READER],
    ['Jana Čápová', ASKING],
  ] as const) {
    await db.updateTable('person').set({ email }).where('name', '=', name).execute()
  }
  const contact = { name: 'Recepce', function: null, phone: null, email: CONTACT }
  await db.deleteFrom('contact').where('institution_id', '=', hornicka.id).execute()
  await db
    .insertInto('contact')
    .values({ institution_id: hornicka.id, position: 0, ...contact })
    .execute()
})
after(() => network.remove())

const wish = (more: object = {}) => ({
  institution: hornicka.id,
  patient: { name: 'Nováková Eva', id: { kind: 'birth-number', value: '736028/5163' } },
  clinician: 'MUDr. Jana Čápová',
  wanted: 'CT břicha z loňska',
  modalities: ['CT'],
  studiedFrom: '2025-01-01',
  studiedTo: '2025-12-31',
  reason: 'Srovnání před operací',
  urgency: 'routine',
  neededBy: new Date(Date.now() + 48 * HOUR_MS).toISOString(),
  ...more,
})

async function ask(more: object = {}) {
  const { status, json } = await network.as('sender').call('POST', '/api/requests', { json: wish(more) })
  assert.equal(status, 201, JSON.stringify(json))
  return json
}

const post = async (who: PersonName, path: string, json: object = {}) =>
  await network.as(who).call('POST', `/api/requests/${path}`, { json })

/** `receiver` answers. */
async function answer(request: string, more: object = {}) {
  const files = [{ name: 'IM1', bytes: ctSlice({ study: ++study, instance: 1 }) }]
  return await network.as('receiver').send([caslav.id], files, { answers: request, ...more })
}

const namesOf = (events: readonly { what: string }[]) => events.map(({ what }) => what)

test('a request lies with both parties, is answered by messages, and ends with the one that completes it', async () => {
  const asked = await ask()
  assert.equal(asked.patient.birthDate, '1973-10-28', 'the birth number tells it')
  assert.equal(asked.status, 'open')
  const { mail, link } = await mails.next(READER)
  assert.equal(mail.subject, `${caslav.name} žádá o snímky`)
  assert.equal(link, `${network.centre.config.portal.publicUrl}/requests/${asked.id}`)
  for (const form of [mail.text, mail.html])
    assert.doesNotMatch(String(form), /Nov[aá]k|736028|břicha|operac/)

  const received = (await network.as('receiver').get('/api/requests')).json
  assert.deepEqual([received.open, received.overdue, received.total], [1, 0, 1])
  assert.deepEqual(received.institutions, [{ id: caslav.id, name: caslav.name, requests: 1 }])
  assert.equal((await network.as('receiver').get('/api/mailbox')).json.openRequests, 1)
  assert.equal((await network.as('receiver').get('/api/requests?box=sent')).json.total, 0)
  assert.equal((await network.as('colleague').get('/api/requests?box=sent&status=open')).json.total, 1)
  assert.equal((await network.as('uninvolved').get(`/api/requests/${asked.id}`)).status, 404)

  assert.notEqual((await network.as('receiver').get(`/api/requests/${asked.id}`)).json.openedAt, null)
  const early = await post('receiver', `${asked.id}/complete`)
  assert.deepEqual([early.status, early.json.code], [409, 'nothing-answers'])

  const first = (await answer(asked.id)).json
  await network.as('receiver').until(first.id, 'delivered')
  const between = (await network.as('sender').get(`/api/requests/${asked.id}`)).json
  assert.deepEqual([between.status, between.answers], ['open', 1])
  assert.deepEqual(
    between.messages.map(({ id }: { id: string }) => id),
    [first.id],
  )
  const howFar = async (who: PersonName) =>
    (await network.as(who).get(`/api/requests/${asked.id}`)).json.messages[0].deliveries
  assert.deepEqual(await howFar('sender'), [
    { institution: { id: caslav.id, name: caslav.name }, status: 'delivered' },
  ])
  const message = (await network.as('sender').get(`/api/messages/${first.id}`)).json
  assert.equal((await howFar('receiver'))[0].status, 'opened', 'who answers sees how far it came')
  assert.equal(message.answers.id, asked.id)

  const second = (await answer(asked.id, { answersInFull: true })).json
  await network.as('receiver').until(second.id, 'delivered')
  const ended = (await network.as('sender').get(`/api/requests/${asked.id}`)).json
  assert.deepEqual([ended.status, ended.answers, ended.overdue], ['answered', 2, false])
  assert.deepEqual(namesOf(ended.events), [
    'created',
    'opened',
    'answering',
    'delivered',
    'answering',
    'delivered',
    'completed',
  ])
  const late = await post('receiver', `${asked.id}/refuse`, { reason: 'nic' })
  assert.deepEqual([late.status, late.json.code], [409, 'request-ended'])
})

test('who is asked urgently reads so in the subject and the text, with the time by which it is needed, and so does who is refused', async () => {
  const neededBy = new Date(Date.now() + 2 * HOUR_MS)
  const { id } = await ask({ urgency: 'stat', neededBy: neededBy.toISOString() })
  const { mail } = await mails.next(READER)
  assert.equal(mail.subject, `Statim: ${caslav.name} žádá o snímky`)
  const at = neededBy.toLocaleTimeString('cs', {
    timeZone: 'Europe/Prague',
    hour: 'numeric',
    minute: '2-digit',
  })
  for (const form of [mail.text, mail.html]) {
    assert.match(String(form), /označena „Statim“/)
    assert.ok(String(form).includes(at), at)
    assert.doesNotMatch(String(form), /Nov[aá]k|736028|břicha|operac/)
  }
  const { openRequests, urgentRequests } = (await network.as('receiver').get('/api/mailbox')).json
  assert.deepEqual([openRequests, urgentRequests], [1, 1])
  await post('receiver', `${id}/refuse`, { reason: 'Nic takového nemáme' })
  // Before it there are those about what has arrived.
  let refusal = ''
  while (!refusal.includes('odmítlo')) refusal = String((await mails.next(ASKING)).mail.subject)
  assert.equal(refusal, `Statim: ${hornicka.name} odmítlo žádost o snímky`)
})

test('the asked institution refuses with a reason, the asking one withdraws, and neither the other way round', async () => {
  const refused = await ask()
  assert.equal((await post('sender', `${refused.id}/refuse`, { reason: 'x' })).status, 403)
  assert.equal((await post('receiver', `${refused.id}/refuse`, { reason: ' ' })).status, 400)
  const { json } = await post('receiver', `${refused.id}/refuse`, { reason: 'Pacient u nás nebyl' })
  assert.deepEqual([json.status, json.refusal], ['refused', 'Pacient u nás nebyl'])
  const { mail } = await mails.next(ASKING)
  assert.match(String(mail.subject), new RegExp(hornicka.name))
  assert.doesNotMatch(String(mail.text), /Pacient|Nov[aá]k/)
  assert.equal((await answer(refused.id)).json.code, 'request-ended')

  const withdrawn = await ask()
  assert.equal((await post('receiver', `${withdrawn.id}/withdraw`)).status, 403)
  assert.equal((await post('colleague', `${withdrawn.id}/withdraw`)).json.status, 'withdrawn')
  const again = await post('sender', `${withdrawn.id}/withdraw`)
  assert.deepEqual(namesOf(again.json.events), ['created', 'withdrawn'], 'said twice, done once')
})

test('what makes no sense is refused before anybody is bothered', async () => {
  const codeOf = async (more: object) =>
    (await network.as('sender').call('POST', '/api/requests', { json: wish(more) })).json.code
  const ofNumber = (value: string, more: object = {}) => ({
    patient: { name: 'X', id: { kind: 'birth-number', value }, ...more },
  })
  assert.equal(await codeOf({ patient: { name: 'Jan Novák' } }), 'patient-not-identified')
  assert.equal(await codeOf(ofNumber('736028/5164')), 'birth-number-wrong')
  assert.equal(await codeOf(ofNumber('736028/5163', { birthDate: '1973-10-29' })), 'birth-date-differs')
  const dayIn = (days: number) => new Date(Date.now() + days * 24 * HOUR_MS).toISOString().slice(0, 10)
  assert.equal(await codeOf({ patient: { name: 'X', birthDate: dayIn(2) } }), 'birth-date-ahead')
  assert.equal(await codeOf({ patient: { name: 'X', birthDate: dayIn(0) } }), undefined, 'a newborn')
  const id = { kind: 'other', value: 'A*' }
  assert.equal(await codeOf({ patient: { name: 'X', id } }), 'patient-id-wildcard')
  assert.equal(await codeOf({ studiedFrom: '2026-01-02', studiedTo: '2026-01-01' }), 'period-reversed')
  assert.equal(await codeOf({ neededBy: new Date(Date.now() - 1).toISOString() }), 'needed-by-not-ahead')
  assert.equal(await codeOf({ institution: caslav.id }), 'own-institution-asked')
  assert.equal(await codeOf({ institution: network.centre.config.portal.publicUrl }), 'invalid-request')
  assert.equal(await codeOf({ institution: caslav.id.replace(/.$/, '9') }), 'unknown-recipient')
})

test('a message answers a request of one of its recipients alone, and others do not learn of it', async () => {
  const asked = await ask()
  const foreign = await network
    .as('second')
    .send([caslav.id], [{ name: 'a', bytes: ctSlice({ instance: 1 }) }], {
      answers: asked.id,
    })
  assert.deepEqual([foreign.status, foreign.json.code], [422, 'unknown-request'])
  const files = [{ name: 'IM1', bytes: ctSlice({ study: ++study, instance: 1 }) }]
  const to = [caslav.id, INSTITUTIONS.chyne.id]
  const { json } = await network.as('receiver').send(to, files, { answers: asked.id })
  await network.as('receiver').until(json.id, 'delivered')
  assert.equal((await network.as('second').get(`/api/messages/${json.id}`)).json.answers, null)
  assert.equal((await post('sender', `${asked.id}/complete`)).json.status, 'answered')
})

test('the same request sent twice with one key is one request', async () => {
  const call = async (json: object) =>
    await network.as('sender').call('POST', '/api/requests', { json, headers: { 'idempotency-key': 'k1' } })
  const body = wish()
  const [one, two] = [await call(body), await call(body)]
  assert.equal(one.json.id, two.json.id)
  assert.equal((await call({ ...body, reason: 'jiný' })).json.code, 'idempotency-key-reused')
})

test('what is overdue is reminded of once, then the contacts in the directory are written to once', async () => {
  const { id } = await ask({ urgency: 'stat' })
  const { db } = network.centre
  const moved = async (set: object) =>
    await db.updateTable('image_request').set(set).where('id', '=', id).execute()
  const queued = async () =>
    (
      await sql<{ template: string; recipient: string; language: string }>`
        select template, recipient, language from mail where template like 'images-request-%' and template not like '%refused'
        order by template desc, recipient
      `.execute(db)
    ).rows.map(({ template, recipient, language }) => [template, recipient, language])
  // One of the contacts is somebody of the mailbox, and has said in which language they are written to.
  const language = (chosen: string | null) =>
    network.as('receiver').call('PUT', '/api/settings', { json: { language: chosen } })
  assert.equal((await language('en')).status, 200)
  const reader = { name: 'MUDr.', function: null, phone: null, email: READER, position: 1 }
  await db
    .insertInto('contact')
    .values({ institution_id: hornicka.id, ...reader })
    .execute()
  await remindOfRequests(network.centre)
  assert.deepEqual(await queued(), [])
  await moved({ needed_by: new Date(Date.now() - 60_000) })
  await Promise.all([remindOfRequests(network.centre), remindOfRequests(network.centre)])
  await remindOfRequests(network.centre)
  assert.deepEqual(await queued(), [['images-request-overdue', READER, 'en']])
  const late = (await network.as('receiver').get('/api/requests?status=overdue')).json
  assert.deepEqual([late.total, late.overdue, late.items[0]?.overdue], [1, 1, true])
  await moved({ reminded_at: new Date(Date.now() - 61 * 60_000) })
  await remindOfRequests(network.centre)
  await remindOfRequests(network.centre)
  assert.deepEqual(await queued(), [
    ['images-request-overdue', READER, 'en'],
    ['images-request-escalated', CONTACT, 'cs'],
    ['images-request-escalated', READER, 'en'],
  ])
  const { json } = await network.as('sender').get(`/api/requests/${id}`)
  assert.deepEqual(namesOf(json.events), ['created', 'reminded', 'escalated'])
  await language(null)
})

test('the patient of a request that ended long ago is forgotten, and the record stays', async () => {
  const [ended, open] = [await ask({ accessionNumber: 'A-77' }), await ask()]
  assert.equal(
    (await post('receiver', `${ended.id}/refuse`, { reason: 'Nováková u nás nebyla' })).status,
    200,
  )
  const { centre } = network
  const inDays = (days: number) => ({
    ...centre,
    config: { ...centre.config, retention: { ...centre.config.retention, requestDays: 30 } },
    clock: () => new Date(Date.now() + days * 24 * HOUR_MS),
  })
  const read = async (id: string) => (await network.as('sender').get(`/api/requests/${id}`)).json
  await forgetPatients(centre)
  await forgetPatients(inDays(29))
  assert.equal((await read(ended.id)).patient.name, 'Nováková Eva')
  await forgetPatients(inDays(31))
  const left = await read(ended.id)
  assert.deepEqual(left.patient, { name: '', id: null, birthDate: null })
  assert.deepEqual([left.wanted, left.reason, left.refusal, left.accessionNumber], ['', '', '', null])
  assert.deepEqual([left.status, namesOf(left.events)], ['refused', ['created', 'refused']])
  assert.equal((await read(open.id)).patient.name, 'Nováková Eva')
  const row = await centre.db
    .selectFrom('image_request')
    .where('id', '=', ended.id)
    .selectAll()
    .executeTakeFirstOrThrow()
  assert.doesNotMatch(JSON.stringify(row), /Novák|736028|A-77/)
})

test('what a node is handed is recorded once, however often it asks', async () => {
  await ask()
  const node = await network.enrolNode('hornicka')
  const poll = async () => {
    assert.equal((await node.get('/api/requests?box=received&status=open')).status, 200)
    const { events } = await network.centre.db
      .selectFrom('audit_event')
      .where('action', '=', 'request.list')
      .select(sql<number>`count(*)::int`.as('events'))
      .executeTakeFirstOrThrow()
    return events
  }
  const first = await poll()
  assert.equal(await poll(), first)
  await ask()
  assert.equal(await poll(), first + 1)
})
