import assert from 'node:assert/strict'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import type { ApiClient } from '../testing/api-client.ts'
import { TestNetwork } from '../testing/network.ts'
import { bringInConditions } from './conditions.ts'

const DAY_MS = 86_400_000
const texts = { cs: '# Podmínky\n\nNové.', en: '# Conditions\n\nNew.' }

let network: TestNetwork
let operator: ApiClient
before(async () => {
  network = await TestNetwork.start()
  operator = network.as('operator')
})
after(() => network.remove())

const publish = async (validFrom: Date, json: object = { texts }) =>
  await operator.call('POST', '/api/conditions/versions', {
    json: { validFrom: validFrom.toISOString(), ...json },
  })
const inForce = async () => (await network.visitor().get('/api/conditions?language=en')).json
const states = async () =>
  (await operator.get('/api/conditions/versions')).json.items.map(
    ({ version, state }: { version: number; state: string }) => `${version} ${state}`,
  )

test('a new version waits for its day, and then it is the one that is agreed to', async () => {
  const day = new Date(Date.now() + DAY_MS)
  const published = await publish(day)
  assert.deepEqual([published.status, published.json.version], [201, 2])
  assert.deepEqual(await states(), ['2 coming', '1 in-force'])
  assert.equal((await inForce()).version, 1)
  // The day has come.
  await network.centre.db
    .updateTable('conditions')
    .set({ valid_from: new Date(Date.now() - 1000) })
    .where('version', '=', 2)
    .execute()
  assert.deepEqual(await states(), ['2 in-force', '1 former'])
  assert.deepEqual([(await inForce()).version, (await inForce()).text], [2, texts.en])
  const former = await network.visitor().get('/api/conditions?language=en&version=1')
  assert.match(former.json.text, /^# Conditions of participation/, 'who agreed to it can read it')
})

test('a day that is over, one years ahead, one before another version, and a missing language are refused', async () => {
  const over = await publish(new Date(Date.now() - DAY_MS))
  assert.deepEqual([over.status, over.json.code], [422, 'conditions-too-early'])
  assert.equal((await publish(new Date(Date.now() + 3 * DAY_MS))).status, 201)
  const before = await publish(new Date(Date.now() + 2 * DAY_MS))
  assert.equal(before.json.code, 'conditions-too-early')
  const mistyped = await publish(new Date(Date.now() + 2 * 366 * DAY_MS))
  assert.deepEqual([mistyped.status, mistyped.json.code], [422, 'conditions-too-late'])
  const oneLanguage = await publish(new Date(Date.now() + 4 * DAY_MS), { texts: { cs: texts.cs } })
  assert.equal(oneLanguage.status, 400)
})

test('texts as long as the centre takes them are published', async () => {
  const longest = 'ž'.repeat(100_000)
  const json = { texts: { cs: longest, en: longest } }
  assert.equal((await publish(new Date(Date.now() + 5 * DAY_MS), json)).status, 201)
})

test('the publication stands in the audit trail, and the next start finds everything in order', async () => {
  const { db } = network.centre
  const event = await db
    .selectFrom('audit_event')
    .where('action', '=', 'conditions.publish')
    .select('details')
    .executeTakeFirstOrThrow()
  assert.equal((event.details as { version: number }).version, 2)
  await bringInConditions(network.centre, null)
})

test('a version that is to come is withdrawn: it never holds, stays on record, and its number is not given again', async () => {
  const withdraw = async (version: number) =>
    await operator.call('DELETE', `/api/conditions/versions/${version}`)
  const [newest] = (await operator.get('/api/conditions/versions')).json.items
  assert.equal(newest.state, 'coming')
  assert.equal((await withdraw(newest.version)).status, 204)
  const [withdrawn] = (await operator.get('/api/conditions/versions')).json.items
  assert.deepEqual(withdrawn, { ...newest, state: 'withdrawn', withdrawnAt: withdrawn.withdrawnAt })
  assert.ok(Math.abs(Date.parse(withdrawn.withdrawnAt) - Date.now()) < 600_000)
  assert.equal((await network.visitor().get(`/api/conditions?version=${newest.version}`)).status, 404)
  for (const version of [newest.version, 1, 2, 999]) {
    const refused = await withdraw(version)
    assert.deepEqual([refused.status, refused.json.code], [409, 'conditions-hold'], String(version))
  }
  const event = await network.centre.db
    .selectFrom('audit_event')
    .where('action', '=', 'conditions.withdraw')
    .select('details')
    .executeTakeFirstOrThrow()
  assert.deepEqual(event.details, { version: newest.version })
  const again = await publish(new Date(newest.validFrom))
  assert.deepEqual([again.status, again.json.version], [201, newest.version + 1])
  assert.equal((await network.as('sender').call('DELETE', '/api/conditions/versions/3')).status, 403)
})

test('a release with further texts of its own starts where operators have published theirs', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-test-'))
  t.after(() => rm(folder, { recursive: true }))
  await cp(fileURLToPath(new URL('./conditions/', import.meta.url)), folder, { recursive: true })
  for (const name of ['2.cs.md', '2.en.md', '99.cs.md', '99.en.md']) {
    await writeFile(join(folder, name), '# Of the release')
  }
  const known = await states()
  await bringInConditions(network.centre, folder)
  assert.deepEqual(await states(), known)
  assert.equal((await inForce()).text, texts.en)
})
