/** Operators word mails: what is sent then, what is refused, what is kept. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { LANGUAGES } from '@epacs/exchange'
import type { ApiClient } from '../../testing/api-client.ts'
import { MailFolder } from '../../testing/mailbox-folder.ts'
import { TestNetwork } from '../../testing/network.ts'
import { queueMail } from '../queue.ts'
import { WORDING_NAMES } from '../templates/wording-names.ts'

const INVITATION = '/api/mail/wordings/invitation/cs'
const OPERATOR = 'provozovatel@epacs.example'
const NEW = { subject: 'Pojďte k nám: {institution}', text: 'Ahoj {invitedBy},\r\n\r\nVstupte: {link}' }
const contents = {
  institution: 'Nemocnice',
  invitedBy: 'Jana {link}',
  link: 'https://epacs.example/invitation#abc',
  days: 14,
}

let network: TestNetwork
let operator: ApiClient
let mails: MailFolder
before(async () => {
  network = await TestNetwork.start()
  operator = network.as('operator')
  mails = new MailFolder(network)
})
after(() => network.remove())

async function invitationTo(to: string) {
  const { centre } = network
  await queueMail(centre, centre.db, { template: 'invitation', language: 'cs', to, contents })
  return (await mails.next(to)).mail
}

const put = (json: object) => operator.call('PUT', INVITATION, { json })
const actions = async () =>
  (
    await network.centre.db
      .selectFrom('audit_event')
      .where('action', 'like', 'mail-wording.%')
      .select(['action', 'details'])
      .orderBy('position')
      .execute()
  ).map(({ action, details }) => [action, (details as { version: number }).version])

test('every mail is there in every language, as the original', async () => {
  const { items } = (await operator.get('/api/mail/wordings')).json
  assert.equal(items.length, LANGUAGES.length * WORDING_NAMES.length)
  assert.ok(items.every(({ isOriginal, version }: Record<string, unknown>) => isOriginal && version === 0))
})

test('a new wording is what the next mail says; back to the original, and both are kept', async () => {
  assert.match((await invitationTo('first@example.cz')).subject ?? '', /^Pozvánka do ePACS: Nemocnice$/)
  const changed = await put({ ...NEW, after: 0 })
  assert.equal(changed.status, 200)
  assert.deepEqual([changed.json.version, changed.json.isOriginal], [1, false])
  const mail = await invitationTo('second@example.cz')
  assert.equal(mail.subject, 'Pojďte k nám: Nemocnice')
  assert.match(
    mail.text ?? '',
    /^Ahoj Jana \{link\},\n\nVstupte:\nhttps:\/\/epacs\.example\/invitation#abc\n/,
  )
  assert.match(String(mail.html), /<a href="https:\/\/epacs\.example\/invitation#abc"[^>]*>Vstupte<\/a>/)

  const restored = await operator.call('DELETE', `${INVITATION}?after=1`)
  assert.deepEqual([restored.status, restored.json.version, restored.json.isOriginal], [200, 2, true])
  assert.match((await invitationTo('third@example.cz')).subject ?? '', /^Pozvánka/)
  const { versions } = (await operator.get(INVITATION)).json
  assert.deepEqual(
    versions.map(({ version, wording }: { version: number; wording: object | null }) => [
      version,
      wording === null,
    ]),
    [
      [2, true],
      [1, false],
    ],
  )
  for (const { changedBy, changedAt } of versions) {
    assert.ok(changedBy.length > 3 && Math.abs(Date.parse(changedAt) - Date.now()) < 600_000)
  }
  assert.deepEqual(await actions(), [
    ['mail-wording.change', 1],
    ['mail-wording.restore', 2],
  ])
  assert.equal((await operator.call('DELETE', `${INVITATION}?after=2`)).json.code, 'mail-wording-original')
})

test('of two operators who change at once one is told', async () => {
  const { version } = (await operator.get(INVITATION)).json
  const answers = await Promise.all([1, 2].map(() => put({ ...NEW, after: version })))
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409])
  assert.equal(answers.find(({ status }) => status === 409)?.json.code, 'mail-wording-changed')
})

test('a wording without its link, or with what mails are never filled with, is refused by name', async () => {
  const before = (await operator.get(INVITATION)).json
  const text = 'Pacient {patientName} čeká.'
  for (const refused of [
    await put({ subject: 'A\nBcc: eve@example.cz', text, after: before.version }),
    await operator.call('POST', `${INVITATION}/preview`, { json: { subject: 'A\nBcc: b@c.cz', text } }),
    await operator.call('POST', `${INVITATION}/trial`, { json: { subject: 'A\nBcc: b@c.cz', text } }),
  ]) {
    assert.deepEqual([refused.status, refused.json.code], [422, 'mail-wording-faulty'])
    assert.deepEqual(refused.json.errors, [
      { pointer: '/subject', code: 'line-break' },
      { pointer: '/text', code: 'unknown-placeholder', about: 'patientName' },
      { pointer: '/text', code: 'missing-placeholder', about: 'link' },
    ])
  }
  assert.deepEqual((await operator.get(INVITATION)).json, before)
})

test('a preview shows sample values; a trial goes to the operator alone', async () => {
  const { subject, text } = NEW
  const preview = await operator.call('POST', `${INVITATION}/preview`, { json: { subject, text } })
  assert.equal(preview.json.subject, 'Pojďte k nám: Nemocnice Vzorov')
  assert.deepEqual(
    preview.json.blocks.map(({ kind }: { kind: string }) => kind),
    ['text', 'link'],
  )
  const trial = () => operator.call('POST', `${INVITATION}/trial`, { json: { subject, text } })
  assert.equal((await trial()).json.code, 'no-own-address')
  const { db } = network.centre
  const me = (await operator.get('/api/session')).json
  await db.updateTable('person').set({ email: OPERATOR }).where('name', '=', me.person.name).execute()
  const sent = await trial()
  assert.deepEqual([sent.status, sent.json.to], [202, OPERATOR])
  const { mail } = await mails.next(OPERATOR)
  assert.equal(mail.subject, '[Zkouška] Pojďte k nám: Nemocnice Vzorov')
})

test('a wording that the centre cannot fill any more does not stop its mails', async () => {
  await network.centre.db
    .insertInto('mail_wording')
    .values({
      name: 'invitation',
      language: 'cs',
      version: 99,
      subject: 'Odkaz',
      words: '{formerPlaceholder}: {link}',
      changed_at: new Date(),
      changed_by: null,
    })
    .execute()
  assert.match((await invitationTo('last@example.cz')).subject ?? '', /^Pozvánka/)
})

test('wordings are for operators alone', async () => {
  for (const who of ['sender', 'colleague'] as const) {
    assert.equal((await network.as(who).get('/api/mail/wordings')).status, 403)
    const json = { ...NEW, after: 99 }
    assert.equal((await network.as(who).call('PUT', INVITATION, { json })).status, 403)
  }
})
