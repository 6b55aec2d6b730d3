import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Centre } from '../centre.ts'
import { openUnconnected } from '../database/index.ts'
import { TestNetwork } from '../testing/network.ts'
import { kept } from './kept.ts'
import { lookAtParts } from './parts.ts'

let network: TestNetwork
before(async () => {
  network = await TestNetwork.start()
})
after(() => network.remove())

const HOUR_MS = 3_600_000
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString()
const texts = { cs: 'Odstávka', en: 'Maintenance' }
const announce = async (json: object) =>
  await network.as('operator').call('POST', '/api/announcements', { json: { texts, ...json } })
const inAnHour = () => ({ from: inHours(1), to: inHours(2) })
const status = async () => (await network.visitor().get('/api/status')).json
const shown = async () => (await status()).announcements.map(({ id }: { id: string }) => id)

test('a visitor sees that everything works, since when and in which version, and nothing else', async () => {
  const { at, upSince, version, ...rest } = await status()
  assert.deepEqual(rest, {
    state: 'working',
    parts: [
      { part: 'portal', state: 'working' },
      { part: 'intake', state: 'working' },
      { part: 'dicom', state: 'off' },
      { part: 'mail', state: 'working' },
      { part: 'jobs', state: 'working' },
      { part: 'database', state: 'working' },
    ],
    announcements: [],
  })
  assert.ok(new Date(upSince) <= new Date(at) && Date.now() - new Date(upSince).getTime() < HOUR_MS)
  assert.match(version, /^\d+\.\d+\.\d+/)
})

test('jobs that wait too long, mail that does not leave and a full disk are told, each where it is felt', async () => {
  const { centre } = network
  const add = async (kind: string, minutes: number) =>
    await sql`select graphile_worker.add_job(${kind}, run_at := now() - ${minutes} * interval '1 minute')`.execute(
      centre.db,
    )
  await add('nobody-takes-it', 2)
  assert.equal((await lookAtParts(centre)).jobs, 'working', 'two minutes are usual')
  await add('nobody-takes-it', 6)
  assert.partialDeepStrictEqual(await lookAtParts(centre), { jobs: 'impaired', intake: 'working' })
  await sql`update graphile_worker._private_jobs set attempts = max_attempts
    where task_id = (select id from graphile_worker._private_tasks where identifier = 'nobody-takes-it')`.execute(
    centre.db,
  )
  assert.equal((await lookAtParts(centre)).jobs, 'working', 'nobody waits for what was given up')

  const mail = { template: 'invitation', language: 'cs', recipient: 'a@example.cz', contents: '{}' } as const
  const tried = { status: 'waiting', attempts: 2, problem: 'unreachable', tried_at: new Date() } as const
  await centre.db
    .insertInto('mail')
    .values({ id: newId(), ...mail, ...tried, queued_at: new Date() })
    .execute()
  assert.partialDeepStrictEqual(await lookAtParts(centre), { mail: 'down', intake: 'working' })
  await centre.db.deleteFrom('mail').execute()

  const uploads = { ...centre.config.uploads, diskReserveBytes: Number.MAX_SAFE_INTEGER }
  const full = { ...centre, config: { ...centre.config, uploads } }
  assert.partialDeepStrictEqual(await lookAtParts(full), { intake: 'down', mail: 'working', jobs: 'working' })
})

test('a centre that was to listen for DICOM and does not says so', async () => {
  const { centre } = network
  const dicom = { ...centre.config.dicom, port: 104 }
  assert.equal((await lookAtParts({ ...centre, config: { ...centre.config, dicom } })).dicom, 'down')
})

test('without the database the status is told, too', async () => {
  const { db, pool } = openUnconnected()
  const centre: Centre = { ...network.centre, db }
  assert.deepEqual(await lookAtParts(centre), {
    portal: 'impaired',
    intake: 'down',
    dicom: 'off',
    mail: 'down',
    jobs: 'down',
    database: 'down',
  })
  await pool.end()
})

test('however many ask, it is looked at once; a look that failed is not kept', async () => {
  let looks = 0
  const look = kept(60_000, async () => ++looks)
  assert.deepEqual(await Promise.all([look(), look(), look()]), [1, 1, 1])
  assert.equal(await look(), 1)
  let failures = 0
  const failing = kept(60_000, async () => {
    if (++failures === 1) throw new Error('not this time')
    return failures
  })
  await assert.rejects(failing())
  assert.equal(await failing(), 2)
})

test('what is announced is shown until its end, or until it is withdrawn', async (t) => {
  // However long this takes: nothing is looked up anew by itself.
  const at = performance.now()
  t.mock.method(performance, 'now', () => at)
  const { json: lasting } = await announce({ from: inHours(-1), to: inHours(1) })
  const { json: coming } = await announce({ from: inHours(48), to: inHours(50) })
  assert.deepEqual(await shown(), [lasting.id, coming.id])
  assert.partialDeepStrictEqual((await status()).announcements[1], { id: coming.id, texts })
  await network.centre.db
    .updateTable('announcement')
    .set({ begins_at: new Date(inHours(-3)), ends_at: new Date(inHours(-2)) })
    .where('id', '=', lasting.id)
    .execute()
  assert.deepEqual(await shown(), [lasting.id, coming.id], 'looked up once, however many ask')
  const operator = network.as('operator')
  const withdraw = async (id: string) => (await operator.call('DELETE', `/api/announcements/${id}`)).status
  assert.deepEqual(
    [await withdraw(coming.id), await withdraw(coming.id), await withdraw(lasting.id)],
    [204, 404, 404],
  )
  assert.deepEqual(await shown(), [])
  const { items } = (await operator.get('/api/announcements')).json
  assert.deepEqual(
    items.map(({ id, state }: { id: string; state: string }) => [id, state]),
    [
      [coming.id, 'withdrawn'],
      [lasting.id, 'over'],
    ],
  )
  const recorded = await network.centre.db
    .selectFrom('audit_event')
    .where('action', 'like', 'announcement.%')
    .select('action')
    .orderBy('position')
    .execute()
  assert.deepEqual(
    recorded.map(({ action }) => action),
    ['announcement.publish', 'announcement.publish', 'announcement.withdraw'],
  )
})

test('the database that goes away while the status is looked at is told; what was announced is known still', async () => {
  const { db } = network.centre
  const [first, second] = [await announce(inAnHour()), await announce(inAnHour())].map(({ json }) => json.id)
  assert.deepEqual(await shown(), [first, second])
  // Told anew from now on, and what is announced cannot be asked for.
  await network.as('operator').call('DELETE', `/api/announcements/${second}`)
  await sql`alter table announcement rename to announcement_away`.execute(db)
  try {
    const { status: answer, json } = await network.visitor().get('/api/status')
    assert.deepEqual([answer, json.state], [200, 'down'])
    assert.deepEqual(
      json.announcements.map(({ id }: { id: string }) => id),
      [first, second],
    )
  } finally {
    await sql`alter table announcement_away rename to announcement`.execute(db)
  }
})

test('an announcement without words in both languages, or of a time that cannot be meant, is refused', async () => {
  const time = { from: inHours(1), to: inHours(2) }
  assert.equal((await announce({ ...time, texts: { cs: 'Odstávka', en: ' ' } })).status, 400)
  assert.equal((await announce({ ...time, texts: { cs: 'Odstávka' } })).status, 400)
  for (const [from, to] of [
    [2, 1],
    [-2, -1],
    [1, 24 * 40],
    [24 * 400, 24 * 401],
  ] as const) {
    const { status, json } = await announce({ from: inHours(from), to: inHours(to) })
    assert.deepEqual([status, json.code], [422, 'announcement-time'], `${from} to ${to}`)
  }
})
