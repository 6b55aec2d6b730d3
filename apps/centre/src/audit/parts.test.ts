/** The trail in parts: brought there from one table, with room made before it is needed, and nothing of its promises lost. */
import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { migrate } from '../database/migrate.ts'
import { openTestDatabase, type TestDatabase } from '../testing/database.ts'
import { type AuditTrail, openAuditTrail, verifyAuditChain } from './index.ts'
import { makeRoom, noteTimes } from './parts.ts'
import { countEvents, MOST_COUNTED, pageOfEvents } from './trail.ts'
import { verifyChainPart } from './verify.ts'

const FIRST = '0171-times-of-the-trail.sql'
const FOLDER = fileURLToPath(new URL('../database/migrations/', import.meta.url))
/** The first position of the part that the migration makes behind the first. */
const BOUND = 40_000_000

let database: TestDatabase
let trail: AuditTrail
before(async () => {
  const names = (await readdir(FOLDER)).filter((name) => /^\d{4}-.+\.sql$/.test(name) && name < FIRST)
  database = await openTestDatabase(true, new Set(names))
  trail = openAuditTrail(database.db)
})
after(() => database.remove())

const record = async (count: number, at = new Date()) => {
  for (let number = 1; number <= count; number++)
    await trail.record(database.db, { at, actor: null, action: 'message.read', details: { number } })
}

async function parts(): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select relid::text as name from pg_partition_tree('audit_event') where isleaf
    order by substring(relid::text from '\\d+$')::bigint
  `.execute(database.db)
  return rows.map(({ name }) => name)
}

async function plan(query: string): Promise<string> {
  const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(`explain (analyze) ${query}`)
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

test('a trail in one table becomes the first part, while others append to it', async () => {
  await record(20)
  const writer = await database.pool.connect()
  await writer.query('begin')
  await writer.query(`select from audit_event limit 1`)
  const migrated = migrate(database.pool)
  const { rows } = await database.pool.query<{ oid: number }>(`select 'audit_event'::regclass::oid as oid`)
  try {
    // A reader that takes its time lets nobody else wait for it.
    const from = performance.now()
    await record(20)
    assert.ok(performance.now() - from < 5000)
    assert.deepEqual(await parts(), [])
  } finally {
    await writer.query('commit')
    writer.release()
  }
  await record(20)
  assert.ok((await migrated).includes('0174-parts-of-the-trail.sql'))
  await record(20)
  assert.deepEqual(await parts(), ['audit_event_from_0', `audit_event_from_${BOUND}`])
  const first = await database.pool.query<{ oid: number }>(
    `select 'audit_event_from_0'::regclass::oid as oid`,
  )
  assert.deepEqual(first.rows, rows)
  const verdict = await verifyAuditChain(database.db)
  assert.ok(verdict.state === 'whole' && verdict.events === 80)
})

test('neither the trail nor a part of it can be changed, deleted or emptied, and no position is there twice', async () => {
  const refused = /neither changed nor deleted/
  for (const table of ['audit_event', 'audit_event_from_0']) {
    await assert.rejects(database.pool.query(`update ${table} set action = 'x'`), refused)
    await assert.rejects(database.pool.query(`delete from ${table} where position = 3`), refused)
    await assert.rejects(database.pool.query(`truncate ${table}`), refused)
  }
  await assert.rejects(database.pool.query(`truncate audit_event_from_${BOUND}`), refused)
  const again = `insert into audit_event select * from audit_event where position = 3`
  await assert.rejects(database.pool.query(again), /audit_event_from_0_pkey/)
})

test('room is made before the trail comes to its last part', async () => {
  assert.equal(await makeRoom(database.db), 'enough')
  // As if so many had been appended.
  const end = BOUND - 5
  await sql`
    insert into audit_event (position, at, action, previous_sha256, sha256)
    values (${end}, '2026-01-31T23:00:00Z', 'message.read', '', sha256(''))
  `.execute(database.db)
  const reader = await database.pool.connect()
  await reader.query('begin')
  await reader.query('select from audit_event limit 1')
  assert.equal(await makeRoom(database.db, { events: 10 }), 'busy')
  await reader.query('commit')
  reader.release()
  const made = await Promise.all([1, 2].map(() => makeRoom(database.db, { events: 10 })))
  assert.ok(made.includes('split'))
  assert.deepEqual(await parts(), [
    'audit_event_from_0',
    `audit_event_from_${BOUND}`,
    `audit_event_from_${BOUND + 10}`,
  ])
  await record(30, new Date('2026-02-10T00:00:00Z'))
  const part = await verifyChainPart(database.db, { after: end, most: 1000 })
  assert.deepEqual([part.state, part.position], ['whole', end + 30])
  // It came late: what lies in the last part by then is looked through, and stays there.
  assert.equal(await makeRoom(database.db, { events: 10 }), 'split')
  assert.deepEqual((await parts()).slice(2), [
    `audit_event_from_${BOUND + 10}`,
    `audit_event_from_${BOUND + 30}`,
    `audit_event_from_${BOUND + 40}`,
  ])
  assert.equal((await verifyChainPart(database.db, { after: end, most: 1000 })).state, 'whole')
  const refused = /neither changed nor deleted/
  for (const each of await parts()) {
    await assert.rejects(database.pool.query(`truncate ${each}`), refused)
    const { rows } = await database.pool.query(`select from ${each} limit 1`)
    if (rows.length === 0) continue
    await assert.rejects(database.pool.query(`update ${each} set action = 'x'`), refused)
    await assert.rejects(database.pool.query(`delete from ${each}`), refused)
  }
})

test('the end of the trail is found in its last parts, an event in its own', async () => {
  const end = await plan('select position, sha256 from audit_event order by position desc limit 1')
  assert.match(end, /from_40000000_pkey[^\n]*\(never executed\)/)
  assert.match(end, /from_0_pkey[^\n]*\(never executed\)/)
  const one = await plan('select sha256 from audit_event where position = 3')
  assert.match(one, /from_0/)
  assert.doesNotMatch(one, /from_4/)
})

test('of parts that are full it is known when their events were', async () => {
  // Two processes at once.
  assert.deepEqual(await Promise.all([1, 2].map(() => noteTimes(database.db))), ['enough', 'enough'])
  const ofMarch = await plan(`select * from audit_event where at >= '2026-03-01' order by position desc`)
  assert.doesNotMatch(ofMarch, new RegExp(`from_${BOUND} `))
  // The first one has events of today, too; of the third nobody knows what is still to come.
  assert.match(ofMarch, /from_0 /)
  assert.match(ofMarch, new RegExp(`from_${BOUND + 10} `))
  const ofFebruary = await plan(`select * from audit_event where at >= '2026-02-01' and at < '2026-02-11'`)
  assert.match(ofFebruary, new RegExp(`from_${BOUND} `))
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_constraint where conname = 'audit_event_times' and convalidated
  `.execute(database.db)
  assert.equal(rows[0]?.count, 2)
  // Asked with a value that is not in the text, as the centre asks.
  const asked = await database.pool.query<{ 'QUERY PLAN': string }>(
    'explain select * from audit_event where at >= $1',
    [new Date('2026-03-01')],
  )
  assert.doesNotMatch(asked.rows.map((row) => row['QUERY PLAN']).join('\n'), new RegExp(`from_${BOUND} `))
})

test('the trail is counted as a whole by its positions, and no further than to ten thousand where something is looked for', async () => {
  const { db } = database
  const all = await countEvents(db, {}, undefined)
  assert.deepEqual(all, { total: BOUND + 25, isMore: false })
  assert.deepEqual(await countEvents(db, { action: 'message.' }, undefined), { total: 111, isMore: false })
  assert.deepEqual(await countEvents(db, { action: 'session.' }, undefined), { total: 0, isMore: false })
  await sql`
    insert into audit_event (position, at, action, previous_sha256, sha256)
    select ${BOUND + 25} + n, now(), 'message.read', '', sha256('') from generate_series(1, ${MOST_COUNTED}) as n
  `.execute(db)
  const many = await countEvents(db, { action: 'message.read' }, undefined)
  assert.deepEqual(many, { total: MOST_COUNTED, isMore: true })
})

test('days are read from their index, the newest first', async () => {
  const times = { from: '2026-02-09T00:00:00Z', to: '2026-02-11T00:00:00Z' }
  const page = await pageOfEvents(database.db, times, undefined, { offset: 0, pageSize: 20 })
  assert.deepEqual(
    page.map(({ position }) => position),
    Array.from({ length: 20 }, (_, index) => BOUND + 25 - index),
  )
  await database.pool.query('analyze audit_event')
  const few = await plan(`select * from audit_event where at >= '2026-02-09' and at < '2026-02-11'
    order by at desc, position desc limit 20`)
  // Of the one part that is worth it.
  assert.match(few, new RegExp(`from_${BOUND + 40}_at`))
})
