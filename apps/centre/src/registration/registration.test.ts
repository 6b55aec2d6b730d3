/** An institution joins: from the form through mails and the dialogue to the operator's decision. */
import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { Fhir } from 'fhir'
import { sql } from 'kysely'
import { bringIn } from '../bootstrap/index.ts'
import { importRegister } from '../registry/index.ts'
import type { ApiClient } from '../testing/api-client.ts'
import { MailFolder } from '../testing/mailbox-folder.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { madeUpIco, sampleRegister } from '../testing/register-file.ts'
import { bringInConditions, ConditionsError } from './conditions.ts'
import { sweepUnconfirmed } from './create.ts'

let network: TestNetwork
let visitor: ApiClient
let operator: ApiClient
let mails: MailFolder
let count = 0

before(async () => {
  network = await TestNetwork.start({
    registration: { contactEmail: 'operator@epacs.example', operatorLanguage: 'en' },
    limits: { registrationsPerHour: 10_000, lookUpsPerMinute: 10_000 },
  })
  await importRegister(network.centre.db, Readable.from([await sampleRegister()]), { at: new Date() })
  visitor = network.visitor()
  operator = network.as('operator')
  mails = new MailFolder(network)
})
after(() => network.remove())

function form(changes: object = {}, institution: object = {}, representative: object = {}) {
  count++
  return {
    language: 'cs',
    institution: {
      name: `Ordinace ${count}`,
      kind: 'private-practice',
      eligibility: 'czech-provider',
      ico: madeUpIco(2_000_000 + count),
      street: 'Hlavní 1',
      city: 'Písek',
      postalCode: '397 01',
      ...institution,
    },
    representative: {
      name: 'MUDr. Jana Nová',
      email: `jana${count}@example.cz`,
      phone: '+420 777 123 456',
      function: 'lékařka',
      ...representative,
    },
    wayIn: 'certificate',
    conditions: { version: 1, agreed: true },
    ...changes,
  }
}

const send = async (json: unknown, headers: Record<string, string> = {}) =>
  await visitor.call('POST', '/api/registrations', { json, headers })
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const decide = async (id: string, json: object) =>
  await operator.call('POST', `/api/registrations/${id}/decision`, { json })

/** Sent and confirmed. */
async function received(json = form()) {
  const { id } = (await send(json)).json
  const { token } = await mails.next(json.representative.email)
  const confirmed = await visitor.call('POST', `/api/registrations/${id}/confirm`, { headers: bearer(token) })
  assert.equal(confirmed.status, 204)
  await mails.next(json.representative.email)
  await mails.next('operator@epacs.example')
  return { id: id as string, token, json }
}
const read = async (id: string, token: string) =>
  (await visitor.get(`/api/registrations/${id}`, bearer(token))).json

const codes = async (json: unknown) => {
  const { status, headers, json: problem } = await send(json)
  assert.equal(status, 422)
  assert.match(String(headers['content-type']), /problem\+json/)
  assert.equal(problem.code, 'registration-invalid')
  return Object.fromEntries(
    problem.errors.map((each: { pointer: string; code: string }) => [each.pointer, each.code]),
  )
}

test('from the form to the mailbox: confirmation, review, a question, an answer, approval', async () => {
  const json = form({}, { name: 'Fakultní nemocnice Zkušební', kind: 'hospital', ico: '99123011' })
  const created = await send(json)
  assert.equal(created.status, 201)
  assert.equal(created.json.status, 'unconfirmed')
  const { id } = created.json
  const confirmation = await mails.next(json.representative.email)
  assert.ok(confirmation.link.startsWith(`${network.config.portal.publicUrl}/registration/${id}#`))
  const { token } = confirmation
  assert.equal((await read(id, token)).status, 'unconfirmed')

  for (const _twice of [1, 2]) {
    const answer = await visitor.call('POST', `/api/registrations/${id}/confirm`, { headers: bearer(token) })
    assert.equal(answer.status, 204)
  }
  const notice = await mails.next('operator@epacs.example')
  assert.match(notice.link, new RegExp(`/operator/registrations/${id}$`))
  // The applicant writes Czech, the operator reads English.
  assert.equal(notice.mail.subject, 'New request to join')
  await mails.next(json.representative.email)

  for (const status of ['received', 'waiting']) {
    const list = (await operator.get(`/api/registrations?status=${status}&q=zkusebni`)).json
    assert.deepEqual([list.total, list.items[0].id], [1, id])
    assert.deepEqual(list.counts, [{ status: 'received', registrations: 1 }])
  }
  assert.equal((await operator.get('/api/registrations?status=waiting&q=jinde')).json.total, 0)
  const { checks, quotaBytes } = (await operator.get(`/api/registrations/${id}`)).json
  assert.equal(quotaBytes, network.centre.config.quotas.hospital)
  assert.deepEqual(
    checks.map(({ check, result }: { check: string; result: string }) => `${check} ${result}`),
    [
      'ico good',
      'register good',
      'register-name good',
      'duplicate-institution good',
      'duplicate-registration good',
    ],
  )

  assert.equal((await decide(id, { decision: 'take' })).status, 204)
  assert.equal((await decide(id, { decision: 'ask' })).json.code, 'words-needed')
  assert.equal((await decide(id, { decision: 'ask', words: 'Kdo vás pověřil?' })).status, 204)
  const question = await mails.next(json.representative.email)
  assert.match(question.mail.text ?? '', /> Kdo vás pověřil\?/)
  const asked = await read(id, question.token)
  assert.equal(asked.status, 'more-wanted')
  assert.deepEqual([asked.checks, asked.quotaBytes], [null, null])
  const words = { words: 'Ředitel.' }
  const said = await visitor.call('POST', `/api/registrations/${id}/entries`, {
    json: words,
    headers: bearer(token),
  })
  assert.equal(said.status, 204)
  await mails.next('operator@epacs.example')
  assert.deepEqual(
    (await read(id, token)).entries.map(({ author, status }: { author: string; status: string }) => [
      author,
      status,
    ]),
    [
      ['centre', 'unconfirmed'],
      ['applicant', 'received'],
      ['operator', 'in-review'],
      ['operator', 'more-wanted'],
      ['applicant', 'in-review'],
    ],
  )

  assert.equal((await decide(id, { decision: 'approve', words: 'Vítejte.' })).status, 204)
  const approved = await read(id, token)
  assert.equal(approved.status, 'approved')
  const institution = (await visitor.get(`/api/institutions/${approved.institutionId}`)).json
  assert.deepEqual(
    [institution.name, institution.aeTitle, institution.connection, institution.contacts.length],
    ['Fakultní nemocnice Zkušební', 'FAKULTNINEMOCNIC', 'mailbox', 1],
  )
  const mailbox = await network.centre.db
    .selectFrom('mailbox')
    .where('institution_id', '=', approved.institutionId)
    .select('quota_bytes')
    .executeTakeFirst()
  assert.equal(mailbox?.quota_bytes, network.centre.config.quotas.hospital)
  const welcome = await mails.next(json.representative.email)
  assert.match(welcome.link, /\/invitation#/)
  assert.match(welcome.mail.text ?? '', /> Vítejte\./)
  const again = await decide(id, { decision: 'refuse', words: 'x' })
  assert.deepEqual([again.status, again.json.code], [409, 'registration-closed'])
  const audited = await network.centre.db
    .selectFrom('audit_event')
    .where('action', 'like', 'registration.%')
    .select('action')
    .orderBy('position')
    .execute()
  assert.deepEqual(
    audited.map(({ action }) => action.split('.')[1]),
    ['create', 'confirm', 'take', 'ask', 'approve'],
  )
})

test('each fault is told at its field', async () => {
  assert.deepEqual(await codes({}), {
    '/language': 'required',
    '/institution': 'required',
    '/representative': 'required',
    '/wayIn': 'required',
    '/conditions': 'required',
  })
  const wrong = form(
    { wayIn: 'pigeon', conditions: { version: 1, agreed: false }, more: 1 },
    {
      name: '  ',
      kind: 'castle',
      ico: '12345678',
      icz: '12',
      city: 'x'.repeat(101),
      street: 'http://spam.example',
    },
    { email: 'jana', phone: 'x', name: null },
  )
  assert.deepEqual(await codes(wrong), {
    '/institution/name': 'required',
    '/institution/kind': 'unknown-word',
    '/institution/ico': 'invalid-ico',
    '/institution/icz': 'invalid-icz',
    '/institution/street': 'no-web-addresses',
    '/institution/city': 'too-long',
    '/representative/name': 'required',
    '/representative/email': 'invalid-email',
    '/representative/phone': 'invalid-phone',
    '/wayIn': 'unknown-word',
    '/conditions/agreed': 'not-agreed',
    '/more': 'unknown-field',
  })
  assert.deepEqual(await codes(form({}, { ico: null })), { '/institution/ico': 'required' })
  assert.deepEqual(await codes(form({}, { country: 'DE' })), {
    '/institution/country': 'not-czech',
    '/institution/registerNumber': 'required',
  })
  const union = { eligibility: 'eu-provider', ico: null, registerNumber: 'HRB 1' }
  assert.deepEqual(await codes(form({}, { ...union, country: 'CH' })), {
    '/institution/country': 'not-in-union',
  })
  assert.deepEqual(await codes(form({ wayIn: 'node' })), { '/nodeSupplier': 'required' })
  assert.deepEqual(await codes(form({ conditions: { version: 9, agreed: true } })), {
    '/conditions/version': 'outdated-conditions',
  })
  assert.equal((await send(form({}, { ...union, country: 'DE' }))).status, 201)
})

test('an institution of another country joins with its register number, its address and its telephone', async () => {
  const austrian = {
    name: 'Röntgenzentrum Wien',
    eligibility: 'eu-provider',
    country: 'AT',
    ico: null,
    register: 'at-fn',
    registerNumber: 'fn 123456a',
    vatId: 'atu 12345678',
    euid: 'ATBRA.123456-000',
    street: 'Ringstraße 1',
    city: 'Wien',
    postalCode: 'A-1010',
  }
  const person = { phone: '01 404 00 0' }
  const wrong = { registerNumber: 'FN', vatId: 'DE123', euid: 'DE1.1', postalCode: '10100' }
  const numbers = {
    '/institution/registerNumber': 'invalid-register-number',
    '/institution/vatId': 'invalid-vat-id',
    '/institution/euid': 'invalid-euid',
    '/institution/postalCode': 'invalid-postal-code',
  }
  // A telephone that is none at all does not keep the rest back for a second round.
  assert.deepEqual(await codes(form({}, { ...austrian, ...wrong }, { phone: '404' })), {
    ...numbers,
    '/representative/phone': 'invalid-phone',
  })
  assert.deepEqual(await codes(form({}, { ...austrian, ...wrong }, person)), numbers)
  assert.deepEqual(await codes(form({}, { ...austrian, register: 'sk-ico' }, person)), {
    '/institution/register': 'unknown-register',
  })
  const { id, json } = await received(form({ language: 'en' }, austrian, person))
  const { checks } = (await operator.get(`/api/registrations/${id}`)).json
  assert.deepEqual(
    checks.map(({ check, result }: { check: string; result: string }) => `${check} ${result}`),
    ['register-number good', 'duplicate-institution good', 'duplicate-registration good'],
  )
  assert.equal((await operator.get('/api/registrations?q=fn%20123456')).json.total, 1)
  assert.equal((await decide(id, { decision: 'approve' })).status, 204)
  // The approval is written in the language that was asked for.
  assert.match((await mails.next(json.representative.email)).mail.subject ?? '', /^Welcome to ePACS$/)
  const { institutionId } = (await operator.get(`/api/registrations/${id}`)).json
  const { json: shown } = await visitor.get(`/api/institutions/${institutionId}`)
  assert.partialDeepStrictEqual(shown, {
    country: 'AT',
    ico: null,
    register: { code: 'at-fn', name: 'Firmenbuchnummer', number: 'FN 123456 A' },
    vatId: 'ATU12345678',
    euid: 'ATBRA.123456-000',
    addressLines: ['Ringstraße 1', '1010 Wien'],
    contacts: [{ phone: '+431404000', phoneShown: '+43 1 404000' }],
  })
  assert.equal((await visitor.get('/api/institutions?country=AT')).json.total, 1)
  assert.equal((await visitor.get('/api/institutions?q=FN%20123456')).json.total, 1)
  const { items } = (await visitor.get('/api/countries')).json
  const austria = items.find(({ country }: { country: string }) => country === 'AT')
  assert.partialDeepStrictEqual(austria, { institutions: 1, postalCode: '1234', phone: '+43' })
  const { json: organization } = await visitor.get(`/fhir/Organization/${institutionId}`)
  const { valid, messages } = new Fhir().validate(organization)
  assert.deepEqual([valid, messages], [true, []])
  assert.equal(organization.address[0].country, 'AT')
  assert.deepEqual(
    organization.identifier.slice(1).map(({ system, value }: Record<string, string>) => [system, value]),
    [
      ['urn:epacs:register:at-fn', 'FN 123456 A'],
      ['urn:epacs:vat-id', 'ATU12345678'],
      ['urn:epacs:euid', 'ATBRA.123456-000'],
    ],
  )

  // The operator puts it right; it is checked as a request is.
  const path = `/api/institutions/${institutionId}/record`
  const { json: record } = await operator.get(path)
  assert.partialDeepStrictEqual(record, { registerNumber: 'FN 123456 A', language: 'en' })
  const bad = await operator.call('PUT', path, { json: { ...record, postalCode: '1' } })
  assert.deepEqual(bad.json.errors, [{ pointer: '/postalCode', code: 'invalid-postal-code' }])
  const moved = { ...record, language: 'sk', city: 'Linz', postalCode: '4020' }
  // A trial tells what is wrong and changes nothing, whether anything is or not.
  const trial = (json: object) => operator.call('PUT', `${path}?isTrial=true`, { json })
  assert.deepEqual((await trial({ ...record, postalCode: '1' })).json.errors, bad.json.errors)
  assert.deepEqual((await trial(moved)).json, record)
  assert.deepEqual((await operator.get(path)).json, record)
  const changed = await operator.call('PUT', path, { json: moved })
  assert.deepEqual([changed.status, changed.json], [200, moved])
  const { json: after } = await visitor.get(`/api/institutions/${institutionId}`)
  assert.deepEqual(after.addressLines, ['Ringstraße 1', '4020 Linz'])
  assert.equal((await visitor.get(path)).status, 401)

  // What one of before lacks may stay so; what was there may not be emptied.
  const { db } = network.centre
  const sparse = { ...moved, street: '', postalCode: '', registerNumber: null }
  const emptied = await operator.call('PUT', path, { json: sparse })
  assert.deepEqual(
    emptied.json.errors.map(({ pointer }: { pointer: string }) => pointer),
    ['/street', '/postalCode', '/registerNumber'],
  )
  await db
    .updateTable('institution')
    .set({ street: null, postal_code: null, register_number: null })
    .where('id', '=', institutionId)
    .execute()
  const translated = await operator.call('PUT', path, { json: { ...sparse, language: 'cs' } })
  assert.deepEqual([translated.status, translated.json], [200, { ...sparse, language: 'cs' }])
  const kept = await db
    .selectFrom('institution')
    .innerJoin('audit_event', (join) => join.on('action', '=', 'institution.record'))
    .where('institution.id', '=', institutionId)
    .where(sql`details ->> 'institution'`, '=', institutionId)
    .orderBy('position', 'desc')
    .select(['street', 'record_is_operators', 'details'])
    .executeTakeFirstOrThrow()
  const details = { institution: institutionId, changed: { language: { from: 'sk', to: 'cs' } } }
  assert.deepEqual(kept, { street: null, record_is_operators: true, details })
})

test('sent twice it is one request, with a key or without', async () => {
  const json = form()
  const [first, second] = await Promise.all([send(json), send(json)])
  assert.deepEqual(first.json, second.json)
  const key = { 'idempotency-key': 'one-click' }
  const other = form()
  const { id } = (await send(other, key)).json
  assert.equal((await send(other, key)).json.id, id)
  assert.equal((await send(form(), key)).json.code, 'idempotency-conflict')
  const queued = await network.centre.db
    .selectFrom('mail')
    .where('recipient', 'in', [json.representative.email, other.representative.email])
    .select('id')
    .execute()
  assert.equal(queued.length, 2)
})

test('nobody can flood an address or the operator', async () => {
  const email = 'victim@example.cz'
  const sent = []
  for (let times = 0; times < 4; times++) sent.push(await send(form({}, {}, { email })))
  assert.deepEqual(
    sent.map(({ status }) => status),
    [201, 201, 201, 429],
  )
  assert.equal(sent[3]?.json.code, 'address-waits')
  const list = await operator.get('/api/registrations?status=received&q=victim')
  assert.equal(list.json.total, 0)
  // What is not confirmed in time is removed.
  const { centre } = network
  await sweepUnconfirmed({ ...centre, clock: () => new Date(Date.now() + 71 * 3_600_000) })
  assert.equal((await operator.get('/api/registrations?q=victim')).json.total, 3)
  await sweepUnconfirmed({ ...centre, clock: () => new Date(Date.now() + 73 * 3_600_000) })
  assert.equal((await operator.get('/api/registrations?q=victim')).json.total, 0)
})

test("a request is nobody else's: no link, no look", async () => {
  const { id, token } = await received()
  const other = await received()
  for (const headers of [{}, bearer('A'.repeat(43)), bearer(other.token)] as Record<string, string>[]) {
    assert.equal((await visitor.get(`/api/registrations/${id}`, headers)).status, 401)
    const said = await visitor.call('POST', `/api/registrations/${id}/entries`, {
      json: { words: 'x' },
      headers,
    })
    assert.equal(said.status, 401)
  }
  assert.equal((await network.as('sender').get(`/api/registrations/${id}`)).status, 403)
  const { rows } = await sql<{
    text: string
  }>`select row_to_json(registration_link)::text as text from registration_link`.execute(network.centre.db)
  assert.ok(!rows.some(({ text }) => text.includes(token)))
})

test('duplicates and strange numbers are shown to the operator', async () => {
  const ico = '99123029'
  const first = await received(form({}, { ico, name: 'Nemocnice jiného jména' }))
  const second = await received(form({}, { ico, name: 'Nemocnice Ústí U Řeky' }))
  const checksOf = async (id: string) => {
    const { checks } = (await operator.get(`/api/registrations/${id}`)).json
    return new Map(checks.map((each: { check: string }) => [each.check, each]))
  }
  const checks = await checksOf(first.id)
  assert.deepEqual(checks.get('register-name'), {
    check: 'register-name',
    result: 'doubtful',
    found: ['Nemocnice Ústí „U Řeky“, a.s.', 'Nemocnice Ústí „U Řeky“, a.s.'],
  })
  assert.deepEqual(checks.get('duplicate-registration'), {
    check: 'duplicate-registration',
    result: 'doubtful',
    found: [second.id],
  })
  const newest = (await operator.get('/api/registrations?order=newest')).json.items
  assert.equal(newest[0].id, second.id)
  await decide(second.id, { decision: 'approve' })
  const { institutionId } = (await operator.get(`/api/registrations/${second.id}`)).json
  assert.deepEqual((await checksOf(first.id)).get('duplicate-institution'), {
    check: 'duplicate-institution',
    result: 'doubtful',
    found: [institutionId],
  })
  // What the approval itself has made is no duplicate.
  const own = (await checksOf(second.id)).get('duplicate-institution') as { result: string }
  assert.equal(own.result, 'good')
  // Written otherwise, and under a register that is not known here.
  const abroad = { eligibility: 'eu-provider', country: 'DE', ico: null, icz: null, register: null }
  const place = { street: 'Am Markt 1', city: 'Pirna', postalCode: '01796' }
  const numbers = ['Reg. 77/4711-A', 'reg 77 4711 a']
  const others: string[] = []
  for (const registerNumber of numbers) {
    const institution = { ...abroad, ...place, registerNumber, name: `Klinikum ${registerNumber}` }
    others.push((await received(form({}, institution))).id)
  }
  const [one = '', other = ''] = others
  assert.partialDeepStrictEqual((await checksOf(one)).get('duplicate-registration'), { found: [other] })
  await decide(other, { decision: 'approve' })
  assert.partialDeepStrictEqual((await checksOf(one)).get('duplicate-institution'), { result: 'doubtful' })
  const stranger = await received()
  const found = (await checksOf(stranger.id)).get('register') as { result: string }
  assert.equal(found.result, 'doubtful')
})

test('the form is corrected while more is wanted, and not its address', async () => {
  const { id, token, json } = await received()
  const change = async (changed: object) =>
    await visitor.call('PUT', `/api/registrations/${id}/form`, { json: changed, headers: bearer(token) })
  const better = { ...json, institution: { ...json.institution, name: 'Opravený název' } }
  assert.equal((await change(better)).json.code, 'registration-in-review')
  await decide(id, { decision: 'ask', words: 'Opravte název.' })
  assert.equal((await change(better)).status, 204)
  assert.equal((await read(id, token)).institution.name, 'Opravený název')
  assert.equal((await operator.get('/api/registrations?q=opraveny')).json.items[0].id, id)
  const elsewhere = { ...better, representative: { ...json.representative, email: 'other@example.cz' } }
  assert.equal((await change(elsewhere)).json.code, 'email-confirmed')
  assert.equal((await change({ ...better, language: 'de' })).json.code, 'registration-invalid')
})

test('a refusal tells its reason', async () => {
  const { id, token, json } = await received()
  assert.equal((await decide(id, { decision: 'refuse', words: 'Zařízení už zapojeno je.' })).status, 204)
  const { mail } = await mails.next(json.representative.email)
  assert.match(mail.text ?? '', /> Zařízení už zapojeno je\./)
  const { status, entries } = await read(id, token)
  assert.equal(status, 'refused')
  assert.deepEqual([entries.at(-1).words, entries.at(-1).name], ['Zařízení už zapojeno je.', 'Olga Provozní'])
})

test('a node comes with a code that enrols it, and a representative', async () => {
  const { id, token, json } = await received(form({ wayIn: 'node', nodeSupplier: 'Dodavatel s.r.o.' }))
  const decided = await decide(id, { decision: 'approve', quotaBytes: 123_456 })
  assert.deepEqual([decided.status, decided.headers['cache-control']], [200, 'no-store'])
  assert.equal((await operator.get(`/api/registrations/${id}`)).json.quotaBytes, 123_456)
  const { mail, link } = await mails.next(json.representative.email)
  assert.match(link, /\/invitation#/)
  assert.match(decided.json.enrolmentCode, /^[A-Z2-9]{5}(-[A-Z2-9]{5}){3}$/)
  assert.ok(mail.text?.includes(decided.json.enrolmentCode))
  const { institutionId } = await read(id, token)
  assert.equal((await visitor.get(`/api/institutions/${institutionId}`)).json.connection, 'node')
  const { db } = network.centre
  const code = await db
    .selectFrom('enrolment_code')
    .where('institution_id', '=', institutionId)
    .select('used_at')
    .execute()
  assert.equal(code.length, 1)
  const mailbox = await db
    .selectFrom('mailbox')
    .where('institution_id', '=', institutionId)
    .select('quota_bytes')
    .executeTakeFirst()
  assert.equal(mailbox?.quota_bytes, 123_456)
})

test('an approval that fails half-way leaves nothing behind', async () => {
  const { id, token } = await received()
  const { db } = network.centre
  const counts = async () => {
    const { rows } = await sql`select (select count(*) from institution) as institutions,
      (select count(*) from mailbox) as mailboxes, (select count(*) from invitation) as invitations,
      (select count(*) from contact) as contacts, (select count(*) from mail) as mails`.execute(db)
    return rows[0]
  }
  const before = await counts()
  await sql`alter table invitation add constraint broken check (created_at < '2000-01-01') not valid`.execute(
    db,
  )
  try {
    assert.equal((await decide(id, { decision: 'approve' })).status, 500)
  } finally {
    await sql`alter table invitation drop constraint broken`.execute(db)
  }
  assert.deepEqual(await counts(), before)
  assert.equal((await read(id, token)).status, 'received')
  assert.equal((await decide(id, { decision: 'approve' })).status, 204)
})

test('two approvals at once make one institution; two institutions of one name get titles of their own', async () => {
  const { id } = await received(form({}, { name: 'Ordinace Stejná' }))
  const statuses = (await Promise.all([1, 2].map(() => decide(id, { decision: 'approve' })))).map(
    ({ status }) => status,
  )
  assert.deepEqual(statuses.toSorted(), [204, 409])
  const other = await received(form({}, { name: 'Ordinace Stejná' }))
  await decide(other.id, { decision: 'approve' })
  const titles = await network.centre.db
    .selectFrom('institution')
    .where('name', '=', 'Ordinace Stejná')
    .select('ae_title')
    .orderBy('ae_title')
    .execute()
  assert.deepEqual(
    titles.map((each) => each.ae_title),
    ['ORDINACESTEJNA', 'ORDINACESTEJNA2'],
  )
})

test('what an operator has corrected outlives the bootstrap file', async () => {
  const { config, db } = network.centre
  const path = `/api/institutions/${INSTITUTIONS.caslav.id}/record`
  const { json: record } = await operator.get(path)
  const recordIsOperators = async () => {
    const { id } = INSTITUTIONS.caslav
    const kept = db.selectFrom('institution').where('id', '=', id).select('record_is_operators')
    return (await kept.executeTakeFirstOrThrow()).record_is_operators
  }
  // Saved as it was, nothing is corrected.
  assert.deepEqual((await operator.call('PUT', path, { json: record })).json, record)
  assert.equal(await recordIsOperators(), false)
  const json = { ...record, name: 'Opravená nemocnice' }
  assert.equal((await operator.call('PUT', path, { json })).status, 200)
  await bringIn(db, config)
  assert.deepEqual((await operator.get(path)).json, json)
  assert.equal(await recordIsOperators(), true)
})

test('the operator enters what came by e-mail; others cannot', async () => {
  const json = form({ onBehalf: true })
  assert.equal((await send(json)).status, 401)
  assert.equal((await network.as('sender').call('POST', '/api/registrations', { json })).status, 403)
  const created = await operator.call('POST', '/api/registrations', { json })
  assert.deepEqual([created.status, created.json.status], [201, 'received'])
  const { token } = await mails.next(json.representative.email)
  assert.equal((await read(created.json.id, token)).origin, 'operator')
})

test('the conditions are shown in both languages; a version that somebody may have agreed to does not change', async () => {
  const czech = (await visitor.get('/api/conditions?language=cs')).json
  assert.deepEqual([czech.version, czech.language, czech.contactEmail], [1, 'cs', 'operator@epacs.example'])
  assert.match(czech.text, /^# Podmínky účasti/)
  assert.match((await visitor.get('/api/conditions?language=en&version=1')).json.text, /^# Conditions/)
  assert.deepEqual((await visitor.get('/api/conditions?language=sk')).json, czech)
  assert.equal((await visitor.get('/api/conditions?version=2')).json.code, 'conditions-not-found')
  const { db } = network.centre
  await db.updateTable('conditions').set({ words: 'x' }).where('language', '=', 'en').execute()
  await assert.rejects(bringInConditions(network.centre, null), ConditionsError)
})
