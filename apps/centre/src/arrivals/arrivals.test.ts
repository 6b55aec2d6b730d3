import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { v7 as newId } from 'uuid'
import { expireData } from '../retention/expire-data.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { MailFolder } from '../testing/mailbox-folder.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'

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
  const set = async (values: { created_at?: Date; deletion_warned_at?: Date }) =>
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
  await set({ created_at: daysAgo(22) })
  assert.deepEqual(await expired(), [0, 200])
  await set({ created_at: daysAgo(24) })
  assert.deepEqual(await expired(), [1, 200], 'also who wants no mails about arrivals')
  assert.deepEqual(await expired(), [1, 200], 'told once')
  await set({ created_at: daysAgo(31) })
  assert.deepEqual(await expired(), [1, 200], 'told a moment ago')
  await set({ deletion_warned_at: daysAgo(7.1) })
  assert.deepEqual(await expired(), [1, 410])
  const { deliveries, events } = (await network.as('sender').get(`/api/messages/${messageId}`)).json
  assert.equal(deliveries[0].status, 'deleted')
  assert.deepEqual([events.at(-1).what, events.at(-1).actor], ['deleted', 'centre'])
})
