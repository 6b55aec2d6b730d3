import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { v7 as newId } from 'uuid'
import { lookAtCertificates } from '../notices/ending-certificates.ts'
import { lookAtMailboxes } from '../notices/filling-mailboxes.ts'
import { expireData } from '../retention/expire-data.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { MailFolder } from '../testing/mailbox-folder.ts'
import { INSTITUTIONS, PEOPLE, TestNetwork } from '../testing/network.ts'
import { until } from '../testing/until.ts'
import { sendDailyMails } from './daily-mails.ts'

const { caslav, hornicka } = INSTITUTIONS

let network: TestNetwork
let study = 0
before(async () => {
  network = await TestNetwork.start({ retention: { days: 30, warnDays: 7 } })
  const { db } = network.centre
  const members = await db
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .where('membership.institution_id', '=', hornicka.id)
    .select(['person.id', 'person.name'])
    .execute()
  assert.ok(members.length > 0)
  for (const { id } of members) {
    await db.updateTable('person').set({ email: ADDRESS }).where('id', '=', id).execute()
  }
})
after(() => network.remove())

const ADDRESS = 'prijemce@hornicka.example'
const SECRET = 'Koleno paní Novákové'

/** Mails that the sending of one more message has queued. */
async function mailsOfOneMore(more: object = {}) {
  const { db } = network.centre
  const before = await db.selectFrom('mail').select('id').execute()
  const sender = network.as('sender')
  const file = { name: 'IM1', bytes: ctSlice({ study: ++study, instance: 1, patientName: 'Nováková^Eva' }) }
  const sent = await sender.send([hornicka.id], [file], { subject: SECRET, note: SECRET, ...more })
  await sender.until(sent.json.id, 'delivered')
  const mails = await db
    .selectFrom('mail')
    .where(
      'id',
      'not in',
      before.length > 0 ? before.map(({ id }) => id) : ['01940000-0000-7000-8000-000000000000'],
    )
    .selectAll()
    .execute()
  return { messageId: String(sent.json.id), mails }
}

async function choose(arrivalMails: string, language: string | null = null): Promise<void> {
  const { status } = await network.as('receiver').call('PUT', '/api/settings', {
    json: { arrivalMails, language },
  })
  assert.equal(status, 200)
}

test('who has set nothing gets a mail about every message, which tells nothing of what it is about', async () => {
  const { messageId, mails } = await mailsOfOneMore()
  assert.deepEqual(
    mails.map(({ template, language, recipient }) => [template, language, recipient]),
    [['message-arrived', 'cs', ADDRESS]],
    'one for each address',
  )
  const { mail, link } = await new MailFolder(network).next(ADDRESS)
  assert.equal(mail.subject, `Došly snímky od: ${caslav.name}`)
  assert.equal(link, `${network.centre.config.portal.publicUrl}/messages/${messageId}`)
  for (const form of [mail.text, mail.html]) {
    assert.ok(form)
    assert.ok(form.includes(hornicka.name) && form.includes(link))
    assert.doesNotMatch(form, /Koleno|Nov[aá]k/)
  }
})

test('who has set no language is written to in that of the institution', async () => {
  const { db } = network.centre
  const setLanguage = (language: 'sk' | null) =>
    db.updateTable('institution').set({ language }).where('id', '=', hornicka.id).execute()
  await setLanguage('sk')
  const { messageId, mails } = await mailsOfOneMore()
  assert.deepEqual(
    mails.map(({ language, recipient }) => [language, recipient]),
    [['sk', ADDRESS]],
  )
  const folder = new MailFolder(network)
  let arrived = await folder.next(ADDRESS)
  while (!arrived.link.endsWith(messageId)) arrived = await folder.next(ADDRESS)
  const { mail } = arrived
  assert.equal(mail.subject, `Došli snímky od: ${caslav.name}`)
  assert.match(String(mail.html), /<html lang="sk">[\s\S]*Otvoriť správu/)
  await setLanguage(null)
})

test('who wants mails about urgent messages gets none about others, in the language that they chose', async () => {
  await choose('urgent', 'en')
  assert.equal((await mailsOfOneMore()).mails.length, 0)
  const { mails } = await mailsOfOneMore({ urgent: true })
  assert.deepEqual(
    mails.map(({ language, recipient }) => [language, recipient]),
    [['en', ADDRESS]],
  )
})

test('who wants none gets none', async () => {
  await choose('none')
  assert.equal((await mailsOfOneMore({ urgent: true })).mails.length, 0)
})

test('who wants one mail a day gets one, of how many came from where; what is urgent comes at once', async () => {
  await choose('daily', 'en')
  assert.equal((await mailsOfOneMore({ urgent: true })).mails.length, 1)
  for (let sent = 0; sent < 2; sent++) assert.equal((await mailsOfOneMore()).mails.length, 0)
  for (const expected of [1, 0]) {
    const { rows } = await queuedBy(() => sendDailyMails(network.centre))
    assert.equal(rows.length, expected)
    const [mail] = rows
    if (mail === undefined) continue
    assert.deepEqual([mail.template, mail.language, mail.recipient], ['daily-arrivals', 'en', ADDRESS])
    assert.deepEqual([mail.contents.institution, mail.contents.senders], [hornicka.name, `2× ${caslav.name}`])
  }
  await mailsOfOneMore()
  const { rows } = await unconfirmed(() => queuedBy(() => sendDailyMails(network.centre)))
  assert.deepEqual(rows, [], 'who may have left meanwhile')
})

/** As if the receiver had come through JTP, and not for long. */
async function unconfirmed<Result>(work: () => Promise<Result>): Promise<Result> {
  const { db } = network.centre
  const own = db.updateTable('membership').where('person_id', '=', PEOPLE.receiver.id)
  const { granted_by, confirmed_at } = await db
    .selectFrom('membership')
    .where('person_id', '=', PEOPLE.receiver.id)
    .select(['granted_by', 'confirmed_at'])
    .executeTakeFirstOrThrow()
  await own.set({ granted_by: 'jtp', confirmed_at: new Date(Date.now() - 91 * 24 * 3_600_000) }).execute()
  const result = await work()
  await own.set({ granted_by, confirmed_at }).execute()
  return result
}

/** Mails that something has queued, as rows. */
async function queuedBy(work: () => Promise<unknown>) {
  const { db } = network.centre
  const from = new Date()
  await work()
  const rows = await db.selectFrom('mail').where('queued_at', '>=', from).selectAll().execute()
  return { rows }
}

test('who sent a message is told that it failed, and if they wish so that it was opened, once', async () => {
  const { db } = network.centre
  const own = 'odesilatel@caslav.example'
  await db.updateTable('person').set({ email: own }).where('id', '=', PEOPLE.sender.id).execute()
  const told = async (template: string) => {
    const rows = await db.selectFrom('mail').where('template', '=', template).selectAll().execute()
    return rows.map(({ recipient }) => recipient)
  }
  const sender = network.as('sender')
  const failed = await sender.send([hornicka.id], [{ name: 'a', bytes: Buffer.from('no image') }])
  await sender.until(failed.json.id, 'rejected')
  await until('the mail about it', async () => (await told('message-failed')).length > 0)
  assert.deepEqual(await told('message-failed'), [own])
  const open = async () => {
    const { messageId } = await mailsOfOneMore()
    await network.as('receiver').get(`/api/messages/${messageId}`)
    return messageId
  }
  await open()
  await sender.call('PUT', '/api/settings', { json: { notices: ['receipt'] } })
  const messageId = await open()
  await until('the mail about opening', async () => (await told('message-received')).length > 0)
  await network.as('receiver').get(`/api/messages/${messageId}`)
  assert.deepEqual(await told('message-received'), [own], 'not of what was opened before one wished so')
  const again = await sender.send([hornicka.id], [{ name: 'a', bytes: Buffer.from('no image') }])
  await sender.until(again.json.id, 'rejected')
  await until('all mails', async () => (await jobsLeft()) === 0)
  assert.equal((await told('message-failed')).length, 1, 'not wished for any more')
})

async function jobsLeft(): Promise<number> {
  const { rows } = await sql<{ left: number }>`
    select count(*)::int as left from graphile_worker.jobs where task_identifier = 'tell-sender'
  `.execute(network.centre.db)
  return rows[0]?.left ?? 0
}

test('representatives are told that their mailbox fills, once at each level, and again after it was emptied', async () => {
  const { db } = network.centre
  const mailbox = () => db.updateTable('mailbox').where('institution_id', '=', hornicka.id)
  const { used_bytes: used } = await db
    .selectFrom('mailbox')
    .where('institution_id', '=', hornicka.id)
    .select('used_bytes')
    .executeTakeFirstOrThrow()
  await db
    .updateTable('membership')
    .set({ role: 'representative' })
    .where('person_id', '=', PEOPLE.receiver.id)
    .execute()
  const at = async (percent: number) => {
    await mailbox()
      .set({ quota_bytes: Math.floor((used * 100) / percent) })
      .execute()
    const { rows } = await queuedBy(() => lookAtMailboxes(network.centre))
    // Not the mail's contents: they are gone as soon as it was sent.
    const { warned_percent: level } = await db
      .selectFrom('mailbox')
      .where('institution_id', '=', hornicka.id)
      .select('warned_percent')
      .executeTakeFirstOrThrow()
    return rows.map(({ template }) => [template, level])
  }
  assert.deepEqual(await at(70), [])
  assert.deepEqual(await at(81), [['mailbox-filling', 80]])
  for (const percent of [82, 78, 81]) assert.deepEqual(await at(percent), [])
  assert.deepEqual(await at(96), [['mailbox-filling', 95]])
  assert.deepEqual(await at(60), [])
  assert.deepEqual(await at(80.5), [['mailbox-filling', 80]])
  assert.deepEqual(await unconfirmed(() => at(96)), [], 'who may have left meanwhile')
  await mailbox()
    .set({ quota_bytes: 512 * 1024 ** 2 })
    .execute()
})

test('the holder of a certificate is told 30, 7 and 1 days before its end, unless there is a newer one', async () => {
  const { db } = network.centre
  const own = db.updateTable('person_certificate').where('person_id', '=', PEOPLE.receiver.id)
  const mailsAt = async (days: number) => {
    await own.set({ not_after: new Date(Date.now() + days * 86_400_000) }).execute()
    const { rows } = await queuedBy(() => lookAtCertificates(network.centre))
    return rows.filter(({ recipient }) => recipient === ADDRESS)
  }
  const left = async (days: number) => (await mailsAt(days)).map(({ contents }) => contents.days)
  assert.deepEqual(await left(31), [])
  assert.deepEqual(await left(29), [30])
  assert.deepEqual(await left(28), [])
  assert.deepEqual(await left(6.5), [7])
  const place = db.updateTable('institution').where('id', '=', hornicka.id)
  const settings = db.updateTable('person_settings').where('person_id', '=', PEOPLE.receiver.id)
  await place.set({ language: 'sk' }).execute()
  await settings.set({ language: null }).execute()
  assert.deepEqual(
    (await mailsAt(0.5)).map(({ contents, language }) => [contents.days, language]),
    [[1, 'sk']],
    'in the language of the institution',
  )
  await place.set({ language: null }).execute()
  await settings.set({ language: 'en' }).execute()
  const [held] = await db
    .selectFrom('person_certificate')
    .where('person_id', '=', PEOPLE.receiver.id)
    .selectAll()
    .execute()
  assert.ok(held)
  await db
    .insertInto('person_certificate')
    .values({
      ...held,
      subject_key_sha256: Buffer.alloc(32),
      not_after: new Date(Date.now() + 300 * 86_400_000),
    })
    .execute()
  await db.updateTable('person_certificate').set({ warned_days: null }).execute()
  const { rows } = await queuedBy(() => lookAtCertificates(network.centre))
  assert.deepEqual(
    rows.filter(({ recipient }) => recipient === ADDRESS),
    [],
  )
})

test('a mail comes once to an address that two of a mailbox share, and none to whom JTP has not confirmed for long', async () => {
  await choose('every')
  const { db } = network.centre
  const add = async (email: string, confirmedAt: Date) => {
    const id = newId()
    await db.insertInto('person').values({ id, name: 'Další', email }).execute()
    const membership = { person_id: id, institution_id: hornicka.id, role: 'specialist' } as const
    await db
      .insertInto('membership')
      .values({ ...membership, granted_by: 'jtp', confirmed_at: confirmedAt })
      .execute()
  }
  await add(ADDRESS, new Date())
  await add('pritomna@hornicka.example', new Date())
  await add('odesla@hornicka.example', new Date(Date.now() - 91 * 24 * 3_600_000))
  const { mails } = await mailsOfOneMore()
  assert.deepEqual(mails.map(({ recipient }) => recipient).toSorted(), [ADDRESS, 'pritomna@hornicka.example'])
})

test('data whose time is over is deleted, once everybody in the mailbox was told of it long enough before', async () => {
  await choose('none')
  const { centre } = network
  const { db } = centre
  const receiver = network.as('receiver')
  const { messageId } = await mailsOfOneMore()
  const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000)
  const set = async (values: { created_at?: Date; deletion_warned_at?: Date | null }) =>
    await db.updateTable('delivery').set(values).where('message_id', '=', messageId).execute()
  const expired = async () => {
    await expireData(centre)
    const mails = await db
      .selectFrom('mail')
      .where('template', '=', 'data-expires')
      .select('recipient')
      .execute()
    const { status } = await receiver.get(`/api/messages/${messageId}/package`)
    return [mails.filter(({ recipient }) => recipient === ADDRESS).length, status]
  }
  const webhook = {
    id: newId(),
    institution_id: hornicka.id,
    url: 'https://hornicka.example/epacs',
    happenings: ['message.expiring'],
    created_at: new Date(),
    // Nothing leaves: only what waits is looked at.
    retry_at: new Date(Date.now() + 1e10),
  }
  await db.insertInto('webhook').values(webhook).execute()
  await set({ created_at: daysAgo(22) })
  assert.deepEqual(await expired(), [0, 200])
  await set({ created_at: daysAgo(24) })
  assert.deepEqual(await expired(), [1, 200], 'also who wants no mails about arrivals')
  assert.deepEqual(await expired(), [1, 200], 'told once')
  const calls = await db
    .selectFrom('webhook_call')
    .where('webhook_id', '=', webhook.id)
    .select(['type', 'data'])
    .execute()
  assert.deepEqual(calls, [{ type: 'message.expiring', data: { messages: 1, days: 7 } }])
  await set({ created_at: daysAgo(31) })
  assert.deepEqual(await expired(), [1, 200], 'told a moment ago')
  await set({ created_at: daysAgo(40), deletion_warned_at: daysAgo(20) })
  assert.deepEqual(await expired(), [2, 200], 'told when it was to stay for a shorter time')
  const contact = 'kontakt@hornicka.example'
  const people = await db
    .selectFrom('person')
    .where('email', 'is not', null)
    .select(['id', 'email'])
    .execute()
  await db.deleteFrom('contact').where('institution_id', '=', hornicka.id).execute()
  await db.updateTable('person').set({ email: null }).execute()
  await set({ deletion_warned_at: null })
  const unwarned = () =>
    db
      .selectFrom('delivery')
      .where('message_id', '=', messageId)
      .where('deletion_warned_at', 'is', null)
      .select('message_id')
      .execute()
  assert.deepEqual(await expired(), [2, 200])
  assert.equal((await unwarned()).length, 1, 'there is nobody to be told')
  await db
    .insertInto('contact')
    .values({ institution_id: hornicka.id, position: 1, name: 'Kontakt', email: contact })
    .execute()
  assert.deepEqual(await expired(), [2, 200])
  assert.equal((await unwarned()).length, 0)
  const told = await db.selectFrom('mail').where('recipient', '=', contact).select('template').execute()
  assert.deepEqual(told, [{ template: 'data-expires' }])
  for (const { id, email } of people) {
    await db.updateTable('person').set({ email }).where('id', '=', id).execute()
  }
  await set({ deletion_warned_at: daysAgo(7.1) })
  assert.deepEqual(await expired(), [2, 410])
  const { deliveries, events } = (await network.as('sender').get(`/api/messages/${messageId}`)).json
  assert.equal(deliveries[0].status, 'deleted')
  assert.deepEqual([events.at(-1).what, events.at(-1).actor], ['deleted', 'centre'])
})
