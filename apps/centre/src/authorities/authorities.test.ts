/** The operator adds, replaces and withdraws authorities while the centre runs. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { isDeepStrictEqual, promisify } from 'node:util'
import { certificateFacts, type Issued, issuePersonalCertificate, makeAuthority } from '@epacs/pki'
import type pg from 'pg'
import { pino } from 'pino'
import { LastingConnection } from '../database/index.ts'
import { acceptedAuthorities } from '../identity/index.ts'
import { ApiClient } from '../testing/api-client.ts'
import { Browser } from '../testing/browser.ts'
import { PEOPLE, TestNetwork } from '../testing/network.ts'
import { until } from '../testing/until.ts'

const run = promisify(execFile)
const DAY_MS = 86_400_000
const validity = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + 30 * DAY_MS) }
const name = (commonName: string) => ({ commonName, organization: 'Nová', ...validity })

const first = await makeAuthority(name('Nova Root'))
const issuing = await makeAuthority({ ...name('Nova Issuing'), issuer: first })
const second = await makeAuthority(name('Nova Root 2'))
const old = await issuePersonalCertificate(issuing, { ...name('Jana'), subjectSerial: 'P1' })
const renewed = await issuePersonalCertificate(second, { ...name('Jana'), subjectSerial: 'P1' })

let network: TestNetwork
let operator: ApiClient
const clients: { close(): void }[] = []
before(async () => {
  network = await TestNetwork.start()
  operator = network.as('operator')
})
after(async () => {
  for (const client of clients) client.close()
  await network.remove()
})

const wish = (...issued: readonly Issued[]) => ({
  name: 'Nová autorita',
  website: 'https://nova.example.cz/certifikaty',
  certificates: issued.map(({ certificatePem }) => certificatePem).join('\n'),
})

/** What browsers are told at the certificate entrance. */
async function namesOffered(): Promise<readonly string[]> {
  const { port } = new URL(network.config.certificateEntrance.publicUrl)
  const { stdout } = await run('sh', [
    '-c',
    `openssl s_client -connect localhost:${port} </dev/null 2>/dev/null | cat`,
  ])
  const [, list = ''] = stdout.split('Acceptable client certificate CA names\n')
  return list
    .split('\n')
    .flatMap((line) => /CN ?= ?(.+)$/.exec(line)?.[1] ?? [])
    .toSorted()
}

async function untilEqual<T>(ask: () => Promise<T>, wanted: T): Promise<void> {
  await until(`it is ${JSON.stringify(wanted)}`, async () => isDeepStrictEqual(await ask(), wanted))
}

async function caPem(): Promise<string> {
  return await readFile(`${network.folder}/ca.pem`, 'utf8')
}

async function codeOf({ certificatePem, privateKeyPem }: Issued): Promise<string> {
  const trust = { ca: await caPem(), cert: certificatePem, key: privateKeyPem }
  const client = new ApiClient(network.config.certificateEntrance.publicUrl, trust)
  clients.push(client)
  const { json } = await client.get('/api/session')
  return json.code ?? json.person.name
}

let id = ''

test('one that is added is offered, accepted and listed at once', async () => {
  assert.deepEqual(await namesOffered(), ['Test CA'])
  assert.equal(await codeOf(old), 'untrusted-certificate')
  const added = await operator.call('POST', '/api/authorities', { json: wish(first, issuing) })
  assert.equal(added.status, 201)
  id = added.json.id
  assert.equal(added.headers.location, `/api/authorities/${id}`)
  // The client sends its own certificate alone: the issuing authority is known.
  assert.equal(await codeOf(old), 'unknown-certificate')
  await untilEqual(namesOffered, ['Nova Issuing', 'Nova Root', 'Test CA'])
  const { json } = await network.visitor().get('/api/authorities')
  const listed = json.items.find((item: { id: string }) => item.id === id)
  assert.equal(listed.website, 'https://nova.example.cz/certifikaty')
  assert.equal(listed.fingerprintSha256, certificateFacts(first.certificatePem).fingerprintSha256)
  assert.deepEqual(
    listed.certificates.map(({ role }: { role: string }) => role),
    ['anchor', 'issuing'],
  )
})

/** As a process of its own has it, to the embedded database or to the one that tests were given. */
async function ownConnection(): Promise<pg.ClientConfig> {
  const { database, dataFolder } = network.config
  if ('url' in database) return { connectionString: database.url }
  const password = (await readFile(`${dataFolder}/postgresql.password`, 'utf8')).trim()
  return { user: 'epacs', password, host: '127.0.0.1', port: database.embedded.port, database: 'epacs' }
}

test('another process of the centre learns of it by the database', async (context) => {
  const { db } = network.centre
  const notices = await LastingConnection.open(await ownConnection(), pino({ level: 'silent' }))
  context.after(() => notices.close())
  // An identity of its own, as another process has.
  const other = acceptedAuthorities({ ...network.centre, db: db.withSchema('public'), notices })
  const stop = await other.follow()
  context.after(stop)
  assert.equal((await other.current()).length, 2)
  await db.updateTable('authority').set({ withdrawn_at: new Date() }).where('id', '=', id).execute()
  await untilEqual(async () => (await other.current()).length, 1)
  await db.updateTable('authority').set({ withdrawn_at: null }).where('id', '=', id).execute()
  await untilEqual(async () => (await other.current()).length, 2)
})

test('replaced: its people stay, old certificates open nothing, renewed ones are known', async () => {
  const facts = certificateFacts(old.certificatePem)
  await network.centre.db
    .insertInto('person_certificate')
    .values({
      issuer: facts.issuer,
      subject_key_sha256: facts.subjectKeySha256,
      person_id: PEOPLE.sender.id,
      authority_id: null,
      not_after: null,
    })
    .execute()
  await untilEqual(() => codeOf(old), PEOPLE.sender.name)
  const replaced = await operator.call('PUT', `/api/authorities/${id}`, { json: wish(second) })
  assert.equal(replaced.status, 200)
  assert.equal(replaced.json.certificates.length, 1)
  assert.equal(await codeOf(old), 'untrusted-certificate')
  assert.equal(await codeOf(renewed), 'renewal-waiting')
  await untilEqual(namesOffered, ['Nova Root 2', 'Test CA'])
  const { json } = await operator.get('/api/certificate-renewals')
  assert.equal(json.items[0].person.id, PEOPLE.sender.id)
  await operator.call('POST', `/api/certificate-renewals/${json.items[0].id}/decision`, {
    json: { decision: 'confirm' },
  })
  assert.equal(await codeOf(renewed), PEOPLE.sender.name)
})

test('withdrawn: sessions end, and the entrance is shut', async () => {
  const browser = new Browser(await caPem(), { cert: renewed.certificatePem, key: renewed.privateKeyPem })
  clients.push(browser)
  const origin = network.config.portal.publicUrl
  await browser.follow(`${origin}/sign-in/certificate`, (url) => url.endsWith('/mailbox'))
  const status = async () => (await browser.visit(`${origin}/api/session`)).status
  assert.equal(await status(), 200)
  assert.equal((await operator.call('DELETE', `/api/authorities/${id}`)).status, 204)
  assert.equal(await codeOf(renewed), 'untrusted-certificate')
  await untilEqual(status, 401)
  await untilEqual(namesOffered, ['Test CA'])
  assert.equal((await operator.call('DELETE', `/api/authorities/${id}`)).status, 404)
  assert.equal((await network.visitor().get('/api/authorities')).json.total, 1)
  const { json } = await operator.get('/api/authorities?withdrawn=true')
  assert.equal(
    json.items.filter((item: { withdrawnAt: string | null }) => item.withdrawnAt !== null).length,
    1,
  )
  assert.equal((await network.as('sender').get('/api/authorities?withdrawn=true')).status, 403)
  const rows = await network.centre.db
    .selectFrom('audit_event')
    .where('action', 'like', 'authority.%')
    .select(['action', 'actor_person_id'])
    .orderBy('position')
    .execute()
  assert.deepEqual(rows, [
    { action: 'authority.add', actor_person_id: PEOPLE.operator.id },
    { action: 'authority.replace', actor_person_id: PEOPLE.operator.id },
    { action: 'authority.withdraw', actor_person_id: PEOPLE.operator.id },
  ])
})

test('after a restart it is as the operator left it, whatever the first file says', async () => {
  await network.stopHere()
  await network.startHere()
  assert.equal((await network.visitor().get('/api/authorities')).json.total, 1)
  const { json } = await operator.get('/api/authorities?withdrawn=true')
  assert.equal(json.total, 2)
})

test('what cannot be an authority is refused, and so is what somebody else has', async () => {
  const codeFor = async (json: object) =>
    (await operator.call('POST', '/api/authorities', { json })).json.code
  assert.equal(await codeFor(wish(old)), 'no-authority-certificate')
  assert.equal(await codeFor({ ...wish(), certificates: 'hello' }), 'no-certificate')
  assert.equal(await codeFor(wish(second)), 'authority-known')
  assert.equal(await codeFor({ ...wish(first), website: 'javascript:alert(1)' }), 'invalid-request')
  assert.equal(await codeFor({ ...wish(first), more: 1 }), 'invalid-request')
  const past = await makeAuthority({
    ...name('Past'),
    notBefore: new Date(Date.now() - 9 * DAY_MS),
    notAfter: new Date(Date.now() - DAY_MS),
  })
  assert.equal(await codeFor(wish(past)), 'expired-authority')
  assert.equal((await network.visitor().get('/api/authorities')).json.total, 1)
})
