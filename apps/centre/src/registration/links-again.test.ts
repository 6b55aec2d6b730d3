/** An applicant who did not get the mail, or has lost it, and somebody who wants to learn who has asked. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { ApiClient } from '../testing/api-client.ts'
import { MailFolder } from '../testing/mailbox-folder.ts'
import { TestNetwork } from '../testing/network.ts'
import { until } from '../testing/until.ts'

let network: TestNetwork
let visitor: ApiClient
let mails: MailFolder
let email: string
let count = 0

before(async () => {
  network = await TestNetwork.start({
    registration: { contactEmail: 'operator@epacs.example' },
    limits: { registrationsPerHour: 40 },
  })
  visitor = network.visitor()
  mails = new MailFolder(network)
})
after(() => network.remove())
beforeEach(() => {
  email = `Jana${++count}@example.cz`
})

async function ask(): Promise<{ id: string; token: string }> {
  const { json, status } = await visitor.call('POST', '/api/registrations', {
    json: {
      language: 'cs',
      institution: {
        name: `Ordinace ${count}`,
        kind: 'private-practice',
        eligibility: 'czech-provider',
        ico: '99123011',
        street: 'Hlavní 1',
        city: 'Písek',
        postalCode: '397 01',
      },
      representative: { name: 'Jana Nová', email, phone: '+420 777 123 456', function: 'lékařka' },
      wayIn: 'certificate',
      note: `${count}`,
      conditions: { version: 1, agreed: true },
    },
  })
  assert.equal(status, 201)
  return { id: json.id, token: (await mails.next(email)).token }
}

const again = async (address: string) =>
  await visitor.call('POST', '/api/registrations/links', { json: { email: address } })
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const queued = async () =>
  await network.centre.db.selectFrom('mail').select(['recipient', 'template']).orderBy('queued_at').execute()

test('the confirmation comes once more, and either link confirms', async () => {
  const { id, token } = await ask()
  assert.equal((await again(email.toUpperCase())).status, 202)
  const second = await mails.next(email)
  assert.equal(second.mail.subject, 'Potvrďte žádost o zapojení do sítě ePACS')
  assert.notEqual(second.token, token)
  for (const each of [second.token, token]) {
    const confirmed = await visitor.call('POST', `/api/registrations/${id}/confirm`, {
      headers: bearer(each),
    })
    assert.equal(confirmed.status, 204)
  }
})

test('the mail says how many hours are left', async () => {
  const { id } = await ask()
  await network.centre.db
    .updateTable('registration')
    .set({ created_at: new Date(Date.now() - 69.5 * 3_600_000) })
    .where('id', '=', id)
    .execute()
  await again(email)
  assert.match((await mails.next(email)).mail.text ?? '', /platí 2 hodin/)
})

test('who has lost the link of an open request gets a new one', async () => {
  const { id, token } = await ask()
  await visitor.call('POST', `/api/registrations/${id}/confirm`, { headers: bearer(token) })
  await mails.next(email)
  await again(email)
  const { link, token: next } = await mails.next(email)
  assert.ok(link.startsWith(`${network.config.portal.publicUrl}/registration/${id}#`))
  const { status, json } = await visitor.get(`/api/registrations/${id}`, bearer(next))
  assert.deepEqual([status, json.status], [200, 'received'])
})

test('an address without a request is answered alike, and gets nothing', async () => {
  const stranger = 'nobody@example.cz'
  const { status, headers, body } = await again(stranger)
  await ask()
  const known = await again(email)
  assert.deepEqual([known.status, known.body], [status, body])
  assert.deepEqual(Object.keys(known.headers).toSorted(), Object.keys(headers).toSorted())
  // The job for the stranger came before.
  await mails.next(email)
  assert.deepEqual(
    (await queued()).filter(({ recipient }) => recipient === stranger),
    [],
  )
})

test('one address gets six mails in a day, whoever asks and however often', async () => {
  await ask()
  const mine = async () => (await queued()).filter(({ recipient }) => recipient === email).length
  for (let sent = 2; sent <= 6; sent++) {
    await again(email)
    await until('the mail is queued', async () => (await mine()) === sent)
  }
  assert.equal((await again(email)).status, 202)
  // Behind the job that sends nothing, another one has sent its mail.
  const first = email
  email = `other${count}@example.cz`
  await ask()
  await again(email)
  await until('the other mail is queued', async () => (await mine()) === 2)
  email = first
  assert.equal(await mine(), 6)
})

test('nobody asks without end, or with what is no address', async () => {
  for (const wrong of ['', 'x', 'a b@example.cz', 'a\u0000@example.cz', `${'x'.repeat(250)}@example.cz`]) {
    assert.equal((await again(wrong)).status, 400, wrong)
  }
  const statuses = await Promise.all(Array.from({ length: 41 }, async () => (await again(email)).status))
  assert.ok(statuses.includes(429))
})
