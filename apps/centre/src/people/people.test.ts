/** Colleagues come and go: invitations by mail, bound by the first sign-in with a certificate; roles; contacts. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from '../testing/browser.ts'
import { MailFolder } from '../testing/mailbox-folder.ts'
import { INSTITUTIONS, PEOPLE, TestNetwork } from '../testing/network.ts'
import { madeUpIco } from '../testing/register-file.ts'

const { caslav } = INSTITUTIONS

let network: TestNetwork
let mails: MailFolder
let portal: string
before(async () => {
  network = await TestNetwork.start({ limits: { signInPerMinute: 10_000, invitationsPerHour: 30 } })
  portal = network.config.portal.publicUrl
  mails = new MailFolder(network)
  await network.centre.db
    .updateTable('membership')
    .set({ role: 'representative' })
    .where('person_id', '=', PEOPLE.sender.id)
    .execute()
})
after(() => network.remove())

const representative = () => network.as('sender')
const bearer = (token: string) => ({ authorization: `Bearer ${token}`, accept: 'application/json' })
const people = async () => (await representative().get('/api/people')).json
const inviteColleague = async (json: object) =>
  await representative().call('POST', '/api/people/invitations', { json })

/** As the page behind the link does it, with the certificate. Where it ends. */
async function accept(browser: Browser, token: string): Promise<string> {
  const begun = await browser.visit(`${portal}/api/invitation/begin`, {
    method: 'POST',
    headers: bearer(token),
  })
  assert.equal(begun.status, 204)
  const isEnd = (url: string) => url.startsWith(portal) && !url.includes('/sign-in/identity')
  return (await browser.follow(`${portal}/sign-in/identity`, isEnd)).url.slice(portal.length)
}
const session = async (browser: Browser) =>
  JSON.parse((await browser.visit(`${portal}/api/session`, { headers: { accept: 'application/json' } })).text)

test('a colleague is invited, and comes in with a certificate that nobody knew', async () => {
  const email = 'eva@example.cz'
  assert.equal((await inviteColleague({ name: 'Eva Nová', email, language: 'en' })).status, 201)
  const { mail, link, token } = await mails.next(email)
  assert.ok(link.startsWith(`${portal}/invitation#`))
  assert.match(mail.text ?? '', /Jana Čápová invites you to the image mailbox of “Čáslavská nemocnice”/)
  const shown = await network.visitor().get('/api/invitation', bearer(token))
  assert.deepEqual(
    [shown.json.institution.name, shown.json.role, shown.json.invitedBy],
    [caslav.name, 'specialist', 'Jana Čápová'],
  )
  assert.equal((await people()).invitations.length, 1)

  const eva = await network.stranger('Mgr. Eva Nová')
  assert.equal(await accept(eva, token), '/mailbox')
  const { person, institution } = await session(eva)
  assert.deepEqual(
    [person.name, institution.name, institution.role],
    ['Mgr. Eva Nová', caslav.name, 'specialist'],
  )
  const { members, invitations } = await people()
  assert.equal(invitations.length, 0)
  const member = members.find((each: { id: string }) => each.id === person.id)
  assert.deepEqual([member.email, member.methods, member.grantedBy], [email, ['certificate'], 'centre'])

  // The link is used up, for her and for others; the certificate signs in from now on.
  assert.equal((await network.visitor().get('/api/invitation', bearer(token))).status, 404)
  const isMailbox = (url: string) => url === `${portal}/mailbox`
  assert.equal((await eva.follow(`${portal}/sign-in/certificate`, isMailbox)).url, `${portal}/mailbox`)
})

test('a browser without the invitation gets nothing from showing a certificate but a form', async () => {
  const stranger = await network.stranger('Cizinec')
  const isEnd = (url: string) => url.includes('/registration/new')
  await stranger.follow(`${portal}/sign-in/identity`, isEnd)
  assert.equal((await session(stranger)).code, 'not-signed-in')
  const filled = await stranger.visit(`${portal}/api/registrations/prefill`, {
    headers: { accept: 'application/json' },
  })
  const { method, name } = JSON.parse(filled.text)
  assert.deepEqual([method, name], ['certificate', 'Cizinec'])
  const elsewhere = await network.visitor().get('/api/registrations/prefill')
  assert.equal(elsewhere.json, null)
})

test('who asked to join with a certificate comes in with it after the approval', async () => {
  const doctor = await network.stranger('MUDr. Alena Nová')
  await doctor.follow(`${portal}/sign-in/identity`, (url) => url.includes('/registration/new'))
  const form = {
    language: 'cs',
    institution: {
      name: 'Ordinace Nová',
      kind: 'private-practice',
      eligibility: 'czech-provider',
      ico: madeUpIco(3_000_001),
      street: 'Hlavní 1',
      city: 'Písek',
      postalCode: '39701',
    },
    representative: {
      name: 'Nová Alena',
      email: 'alena@example.cz',
      phone: '777123456',
      function: 'lékařka',
    },
    wayIn: 'certificate',
    conditions: { version: 1, agreed: true },
    useIdentity: true,
  }
  const sent = await doctor.visit(`${portal}/api/registrations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(form),
  })
  assert.equal(sent.status, 201, sent.text)
  const { id } = JSON.parse(sent.text)
  const { token } = await mails.next('alena@example.cz')
  await network.visitor().call('POST', `/api/registrations/${id}/confirm`, { headers: bearer(token) })
  const operator = network.as('operator')
  const { checks } = (await operator.get(`/api/registrations/${id}`)).json
  const name = checks.find((each: { check: string }) => each.check === 'identity-name')
  assert.equal(name.result, 'good')
  const approved = await operator.call('POST', `/api/registrations/${id}/decision`, {
    json: { decision: 'approve' },
  })
  assert.equal(approved.status, 204)
  const isMailbox = (url: string) => url === `${portal}/mailbox`
  await doctor.follow(`${portal}/sign-in/certificate`, isMailbox)
  const { institution } = await session(doctor)
  assert.deepEqual([institution.name, institution.role], ['Ordinace Nová', 'representative'])
})

test('somebody who is in the network already accepts for themselves, and acts for two institutions', async () => {
  await inviteColleague({ name: 'Hana Malá', email: 'hana@example.cz', role: 'representative' })
  const { token } = await mails.next('hana@example.cz')
  const hana = network.as('receiver')
  assert.equal(
    (await network.visitor().call('POST', '/api/invitation/accept', { headers: bearer(token) })).status,
    401,
  )
  const accepted = await hana.call('POST', '/api/invitation/accept', { headers: bearer(token) })
  assert.deepEqual(accepted.json, { institution: { id: caslav.id, name: caslav.name } })
  const { institutions } = (await hana.get('/api/session')).json
  assert.equal(institutions.length, 2)
  const asCaslav = await hana.get('/api/people', { 'x-epacs-institution': caslav.id })
  assert.equal(asCaslav.status, 200)
})

test('colleagues see who answers for their institution, and no more', async () => {
  const colleague = network.as('colleague')
  const { items } = (await colleague.get('/api/institution/representatives')).json
  assert.ok(items.some(({ id }: { id: string }) => id === PEOPLE.sender.id))
  assert.ok(items.every(({ id }: { id: string }) => id !== PEOPLE.colleague.id))
  assert.equal((await colleague.get('/api/people')).json.code, 'not-a-representative')
})

test('an invitation is in the language of the institution, unless another one is asked for', async () => {
  const { db } = network.centre
  const own = db.updateTable('institution').where('id', '=', caslav.id)
  const languageTo = async (email: string, asked: object = {}) => {
    assert.equal((await inviteColleague({ name: 'Jana', email, ...asked })).status, 201)
    const invitations = db.selectFrom('invitation').where('email', '=', email)
    return (await invitations.select('language').executeTakeFirstOrThrow()).language
  }
  assert.equal(await languageTo('first@example.cz'), 'cs')
  await own.set({ language: 'sk' }).execute()
  assert.equal(await languageTo('second@example.cz'), 'sk')
  assert.match((await mails.next('second@example.cz')).mail.text ?? '', /pozýva|Pozv/)
  assert.equal(await languageTo('third@example.cz', { language: 'en' }), 'en')
  await own.set({ language: null }).execute()
})

test('an invitation is withdrawn, or its time passes', async () => {
  const { id } = (await inviteColleague({ name: 'Petr', email: 'petr@example.cz' })).json
  const { token } = await mails.next('petr@example.cz')
  assert.equal((await representative().call('DELETE', `/api/people/invitations/${id}`)).status, 204)
  assert.equal((await network.visitor().get('/api/invitation', bearer(token))).status, 404)
  await inviteColleague({ name: 'Pavel', email: 'pavel@example.cz' })
  const late = await mails.next('pavel@example.cz')
  await network.centre.db
    .updateTable('invitation')
    .set({ expires_at: new Date() })
    .where('email', '=', 'pavel@example.cz')
    .execute()
  assert.equal((await network.visitor().get('/api/invitation', bearer(late.token))).status, 404)
  const pavel = (await people()).invitations.find(({ name }: { name: string }) => name === 'Pavel')
  assert.equal(pavel.isOver, true)
})

test('a colleague is removed: the open session ends, and the last representative stays', async () => {
  const karel = network.browserOf('colleague')
  await karel.follow(`${portal}/sign-in/certificate`, (url) => url === `${portal}/mailbox`)
  assert.equal((await session(karel)).institution.id, caslav.id)
  assert.equal((await representative().call('DELETE', `/api/people/${PEOPLE.colleague.id}`)).status, 204)
  assert.equal((await session(karel)).code, 'not-signed-in')
  // Of an institution that is not the caller's.
  assert.equal((await representative().call('DELETE', `/api/people/${PEOPLE.second.id}`)).status, 404)

  const hana = { json: { role: 'specialist' } }
  assert.equal((await representative().call('PATCH', `/api/people/${PEOPLE.receiver.id}`, hana)).status, 204)
  for (const call of [
    await representative().call('DELETE', `/api/people/${PEOPLE.sender.id}`),
    await representative().call('PATCH', `/api/people/${PEOPLE.sender.id}`, hana),
  ]) {
    assert.deepEqual([call.status, call.json.code], [409, 'last-representative'])
  }
})

test("the contacts that the directory shows are the representative's to change", async () => {
  const contacts = [{ name: 'Sekretariát', function: null, email: 'new@example.cz', phone: '+420222000111' }]
  assert.equal(
    (await representative().call('PUT', '/api/institution/contacts', { json: { contacts } })).status,
    204,
  )
  assert.deepEqual((await network.visitor().get(`/api/institutions/${caslav.id}`)).json.contacts, [
    { ...contacts[0], phoneShown: '+420 222 000 111' },
  ])
  // Of one's own country without a prefix; of another one with it.
  for (const [given, kept] of [
    ['222 000 111', '+420222000111'],
    ['222 000 111-12', '+420222000111;ext=12'],
    ['+43 (0)1 40400', '+43140400'],
    ['+421 2 5729 1111', '+421257291111'],
  ]) {
    const json = { contacts: [{ ...contacts[0], phone: given }] }
    assert.equal((await representative().call('PUT', '/api/institution/contacts', { json })).status, 204)
    const { json: shown } = await network.visitor().get(`/api/institutions/${caslav.id}`)
    assert.equal(shown.contacts[0].phone, kept)
  }
  const short = { json: { contacts: [{ ...contacts[0], phone: '12' }] } }
  const refused = await representative().call('PUT', '/api/institution/contacts', short)
  assert.deepEqual([refused.status, refused.json.code], [422, 'invalid-phone'])
  const wrong = { json: { contacts: [{ ...contacts[0], email: 'a@b' }] } }
  assert.equal((await representative().call('PUT', '/api/institution/contacts', wrong)).status, 400)
})

test('in which language an institution is written to its representative chooses', async () => {
  const path = '/api/institution/language'
  const before = await representative().get(path)
  assert.deepEqual(before.json, { language: 'cs' })
  const json = { language: 'sk' }
  assert.equal((await network.as('uninvolved').call('PUT', path, { json })).status, 403)
  assert.equal((await representative().call('PUT', path, { json })).status, 204)
  assert.equal((await representative().call('PUT', path, { json: { language: 'xx' } })).status, 400)
  assert.deepEqual((await network.as('sender').get(path)).json, json)
  const { id } = (await inviteColleague({ name: 'Nová', email: 'slovak@example.cz' })).json
  const mail = await network.centre.db
    .selectFrom('mail')
    .where('recipient', '=', 'slovak@example.cz')
    .select('language')
    .executeTakeFirst()
  assert.deepEqual([typeof id, mail?.language], ['string', 'sk'])
  const czech = { json: { language: 'cs' } }
  assert.equal((await representative().call('PUT', path, czech)).status, 204)
})

test('one account invites so many and no more', async () => {
  const answers = []
  for (let number = 0; number < 35; number++) {
    answers.push((await inviteColleague({ name: 'N', email: `n${number}@example.cz` })).status)
  }
  assert.ok(answers.includes(201) && answers.at(-1) === 429)
})
