import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type RawBuilder, sql } from 'kysely'
import { asOfOneMoment } from '../database/index.ts'
import { ctSlice } from '../testing/dicom-file.ts'
import { INSTITUTIONS, TestNetwork } from '../testing/network.ts'
import { INSTITUTION_STATES } from './institutions.ts'
import { writeDownSpace } from './space-of-days.ts'
import { trafficBy, trafficQuery } from './traffic.ts'

const { caslav, hornicka, chyne, plzen } = INSTITUTIONS

let network: TestNetwork
before(async () => {
  network = await TestNetwork.start()
})
after(() => network.remove())

const asOperator = async (path: string) => await network.as('operator').get(`/api/operations/${path}`)

test('only operators see any of it', async () => {
  for (const path of ['traffic', 'space', 'queues', 'institutions']) {
    assert.equal((await network.as('sender').get(`/api/operations/${path}`)).status, 403, path)
    const answer = await asOperator(path)
    assert.equal(answer.status, 200, `${path}: ${answer.body}`)
  }
})

test('a message to two mailboxes comes in once and is delivered twice, in every period', async () => {
  const sender = network.as('sender')
  const before = (await asOperator('traffic')).json.items.at(-1)
  const file = { name: 'IM1', bytes: ctSlice({ study: 1, instance: 1, pixelBytes: 2000 }) }
  const { id } = (await sender.send([hornicka.id, chyne.id], [file])).json
  const { sizeBytes } = await sender.until(id, 'delivered')
  for (const [by, periods] of [
    ['day', 30],
    ['week', 26],
    ['month', 12],
  ] as const) {
    const { json } = await asOperator(`traffic?by=${by}`)
    assert.equal(json.by, by)
    assert.equal(json.items.length, periods)
    const { received, delivered } = json.items.at(-1)
    assert.deepEqual(received, {
      messages: before.received.messages + 1,
      sizeBytes: before.received.sizeBytes + sizeBytes,
    })
    assert.deepEqual(delivered, {
      messages: before.delivered.messages + 2,
      sizeBytes: before.delivered.sizeBytes + 2 * sizeBytes,
    })
  }
})

test('periods begin with the first day of UTC, at the turn of a year too', async () => {
  const { db } = network.centre
  const at = new Date('2027-01-01T00:30:00+01:00')
  const firstDays = async (by: 'day' | 'week' | 'month') =>
    (await asOfOneMoment(db, (trx) => trafficBy(trx, by, at))).map(({ from }) => from)
  assert.deepEqual((await firstDays('day')).slice(-2), ['2026-12-30', '2026-12-31'])
  assert.deepEqual((await firstDays('week')).slice(-2), ['2026-12-21', '2026-12-28'])
  assert.deepEqual((await firstDays('month')).slice(-2), ['2026-11-01', '2026-12-01'])
})

test('what lay in the centre on a day stays, and the last day of a period tells for it', async () => {
  const { db } = network.centre
  const heldOn = async (by: 'day' | 'month', from: string) => {
    const told = await asOfOneMoment(db, (trx) => trafficBy(trx, by, new Date('2025-03-02T12:00:00Z')))
    return told.find((each) => each.from === from)?.held
  }
  assert.equal(await heldOn('day', '2025-03-01'), null, 'nobody looked then')
  const lookAt = async (at: string) => {
    const clock = () => new Date(at)
    await writeDownSpace({ ...network.centre, clock })
    const { rows } = await sql<{ volume: number }>`
      select volume_used_bytes as volume from space_of_day where read_at = ${clock()}`.execute(db)
    return rows.length
  }
  assert.equal(await lookAt('2025-03-01T00:10:00Z'), 1)
  await sql`update space_of_day set volume_used_bytes = 7, mailboxes_used_bytes = 5
    where day = '2025-03-01'`.execute(db)
  assert.equal(await lookAt('2025-02-28T23:50:00Z'), 1)
  assert.deepEqual(await heldOn('day', '2025-03-01'), { volumeBytes: 7, mailboxesBytes: 5 })
  assert.deepEqual(await heldOn('month', '2025-03-01'), { volumeBytes: 7, mailboxesBytes: 5 })
  assert.equal(await lookAt('2025-03-02T11:00:00Z'), 1)
  assert.notDeepEqual(await heldOn('month', '2025-03-01'), { volumeBytes: 7, mailboxesBytes: 5 })
  assert.deepEqual(await heldOn('day', '2025-03-01'), { volumeBytes: 7, mailboxesBytes: 5 })
  assert.equal(await lookAt('2025-03-02T10:00:00Z'), 0, 'an older look changes nothing')
  assert.ok(
    (await asOperator('traffic')).json.items.at(-1).held.volumeBytes > 0,
    'a centre looks when it starts',
  )
})

test('the traffic of a period and the uploads under way are read by index', async () => {
  const trx = await network.centre.db.startTransaction().execute()
  try {
    await sql`
      insert into message (id, sender_institution_id, status, created_at, declared_bytes)
      select gen_random_uuid(), ${plzen.id}, 'delivered', now() - number * interval '3 hours', 1
      from generate_series(1, 20000) number`.execute(trx)
    await sql`
      insert into upload (id, institution_id, person_id, file_name, size_bytes, created_at, expires_at, completed_at)
      select gen_random_uuid(), ${plzen.id}, (select id from person limit 1), 'a', 1, now(), now(), now()
      from generate_series(1, 20000)`.execute(trx)
    await sql`analyze message, upload`.execute(trx)
    const plan = async (query: RawBuilder<unknown>) => {
      const { rows } = await sql<{ 'QUERY PLAN': string }>`explain ${query}`.execute(trx)
      return rows.map((row) => row['QUERY PLAN']).join('\n')
    }
    const traffic = await plan(trafficQuery('day', new Date()))
    assert.match(traffic, /message_created/)
    assert.doesNotMatch(traffic, /Seq Scan on message/)
    const uploads = await plan(sql`select sum(size_bytes) from upload where completed_at is null`)
    assert.match(uploads, /upload_under_way/)
  } finally {
    await trx.rollback().execute()
  }
})

test('what the volume and the mailboxes hold', async () => {
  const { volume, mailboxes } = (await asOperator('space')).json
  assert.ok(volume.totalBytes >= volume.usedBytes && volume.usedBytes > 0)
  const { db } = network.centre
  const rows = await db.selectFrom('mailbox').selectAll().execute()
  assert.equal(mailboxes.mailboxes, rows.length)
  assert.equal(
    mailboxes.quotaBytes,
    rows.reduce((sum, { quota_bytes }) => sum + quota_bytes, 0),
  )
})

test('jobs that fail, uploads that do not end, nodes that are silent and what waits for them are told', async () => {
  const { db, clock } = network.centre
  const oldest = new Date(clock().getTime() - 3_600_000)
  await sql`select graphile_worker.add_job('test-kind', run_at := now() + interval '1 day')`.execute(db)
  await sql`select graphile_worker.add_job('test-kind', run_at := ${new Date(clock().getTime() + 7_200_000)})`.execute(
    db,
  )
  await sql`update graphile_worker._private_jobs set last_error = 'Error', attempts = 1
    where task_id = (select id from graphile_worker._private_tasks where identifier = 'test-kind')
      and run_at < now() + interval '3 hours'`.execute(db)
  const sender = network.as('sender')
  const before = (await asOperator('queues')).json
  const created = await sender.call('POST', '/api/uploads', {
    headers: {
      'Tus-Resumable': '1.0.0',
      'Upload-Length': '1000',
      'Upload-Metadata': `filename ${btoa('a')}`,
    },
  })
  assert.equal(created.status, 201)
  const node = { id: '00000000-0000-7000-8000-0000000000aa', institution_id: plzen.id, enrolled_at: oldest }
  await db.insertInto('person').values({ id: node.id, name: 'Uzel' }).execute()
  await db.insertInto('node').values(node).execute()
  const file = { name: 'IM1', bytes: ctSlice({ study: 2, instance: 1, pixelBytes: 500 }) }
  const { id } = (await sender.send([plzen.id, caslav.id], [file])).json
  await sender.until(id, 'delivered')

  const { jobs, uploads, unfetched, silentNodes } = (await asOperator('queues')).json
  const job = jobs.find((each: { kind: string }) => each.kind === 'test-kind')
  assert.deepEqual([job.waiting, job.running, job.failed], [2, 0, 1])
  assert.ok(new Date(job.oldestAt) < new Date(clock().getTime() + 10_800_000))
  assert.equal(uploads.count, before.uploads.count + 1)
  assert.equal(uploads.bytes, before.uploads.bytes + 1000)
  assert.equal(unfetched.count, before.unfetched.count + 1, 'the institution without a node is not counted')
  assert.equal(silentNodes.total, before.silentNodes.total + 1)
  assert.deepEqual(silentNodes.longest[0], {
    institution: { id: plzen.id, name: plzen.name },
    since: oldest.toISOString(),
  })
})

test('institutions are found by words, kind, way in and state, sorted, page by page', async () => {
  const { db } = network.centre
  const names = async (query: string): Promise<string[]> =>
    (await asOperator(`institutions?${query}`)).json.items.map((each: { name: string }) => each.name)
  const all = (await asOperator('institutions?pageSize=100')).json
  assert.equal(all.total, all.items.length)
  const second = (await asOperator('institutions?pageSize=1&page=2')).json
  assert.deepEqual([second.items[0].id, second.total], [all.items[1].id, all.total])
  assert.deepEqual(await names('q=chirurgie+chyne'), [chyne.name])
  assert.ok((await names('kind=scientific')).includes(plzen.name))
  assert.ok(!(await names('kind=scientific')).includes(chyne.name))

  await db.updateTable('mailbox').set({ quota_bytes: 1 }).where('institution_id', '=', hornicka.id).execute()
  await db
    .updateTable('mailbox')
    .set({ used_bytes: 1 })
    .where('institution_id', '=', hornicka.id)
    .where('used_bytes', '=', 0)
    .execute()
  assert.deepEqual(await names('state=nearly-full'), [hornicka.name])
  await db.deleteFrom('mailbox').where('institution_id', '=', chyne.id).execute()
  assert.deepEqual(await names('state=without-mailbox'), [chyne.name])
  const counts = await Promise.all(
    INSTITUTION_STATES.map(async (state) => (await asOperator(`institutions?state=${state}`)).json.total),
  )
  assert.equal(
    counts.reduce((sum, count) => sum + count, 0),
    all.total,
    'each is in one state',
  )
  const byMembers = (await asOperator('institutions?sort=members&pageSize=100')).json.items
  const members = byMembers.map((each: { members: number }) => each.members)
  assert.deepEqual(
    members,
    members.toSorted((one: number, other: number) => other - one),
  )
  const found = byMembers.find((each: { id: string }) => each.id === chyne.id)
  assert.deepEqual([found.mailbox, found.members], [null, 1])
})
