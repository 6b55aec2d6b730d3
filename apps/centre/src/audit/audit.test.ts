import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import type { Centre } from '../centre.ts'
import { INSTITUTIONS, PEOPLE, TestNetwork } from '../testing/network.ts'
import { type AuditEntry, verifyAuditChain } from './index.ts'
import { verifyChainPart } from './verify.ts'

let network: TestNetwork
let centre: Centre
before(async () => {
  network = await TestNetwork.start()
  centre = network.centre
})
after(() => network.remove())

const actor = { personId: PEOPLE.sender.id, institution: { id: INSTITUTIONS.caslav.id } }
const entry = (number: number): AuditEntry => ({
  at: new Date(Date.UTC(2026, 0, 1, 0, 0, 0, number)),
  actor,
  action: 'message.read',
  details: { number, nested: { z: 1, a: [true, null, 'ř'] }, half: 0.5 },
})

/** What only somebody with all rights over the database could do. */
async function tamper(change: () => Promise<unknown>): Promise<void> {
  await sql`alter table audit_event disable trigger audit_event_append_only`.execute(centre.db)
  await change()
  await sql`alter table audit_event enable trigger audit_event_append_only`.execute(centre.db)
}

beforeEach(async () => {
  await tamper(() => centre.db.deleteFrom('audit_event').execute())
  for (let number = 1; number <= 5; number++) await centre.audit.record(centre.db, entry(number))
})

test('the chain of what was recorded is whole', async () => {
  const verdict = await verifyAuditChain(centre.db)
  assert.equal(verdict.state, 'whole')
  assert.equal(verdict.events, 5)
})

test('the database refuses to change, delete or clear what was recorded', async () => {
  const refused = /neither changed nor deleted/
  await assert.rejects(centre.db.updateTable('audit_event').set({ action: 'x' }).execute(), refused)
  await assert.rejects(centre.db.deleteFrom('audit_event').execute(), refused)
  await assert.rejects(sql`truncate audit_event`.execute(centre.db), refused)
})

test('an event that was changed is found, whichever of its columns it was', async () => {
  const third = () => centre.db.updateTable('audit_event').where('position', '=', 3)
  for (const change of [
    () => third().set({ action: 'other.entry' }).execute(),
    () => third().set({ actor_person_id: PEOPLE.receiver.id }).execute(),
    () => third().set({ actor_institution_id: null }).execute(),
    () => third().set({ message_id: PEOPLE.receiver.id }).execute(),
    () =>
      sql`update audit_event set at = at + interval '1 microsecond' where position = 3`.execute(centre.db),
    () =>
      sql`update audit_event set details = jsonb_set(details, '{nested,z}', '2') where position = 3`.execute(
        centre.db,
      ),
  ]) {
    const before = await thirdEvent(centre)
    await tamper(change)
    assert.deepEqual(await verifyAuditChain(centre.db), { state: 'broken', position: 3, reason: 'changed' })
    await tamper(() => restore(centre, before))
  }
  assert.equal((await verifyAuditChain(centre.db)).state, 'whole')
})

test('an event that was taken out or put in is found', async () => {
  await tamper(() => centre.db.deleteFrom('audit_event').where('position', '=', 3).execute())
  assert.deepEqual(await verifyAuditChain(centre.db), { state: 'broken', position: 4, reason: 'missing' })
  await tamper(() =>
    sql`update audit_event set position = position - 1 where position > 3`.execute(centre.db),
  )
  assert.deepEqual(await verifyAuditChain(centre.db), { state: 'broken', position: 3, reason: 'unlinked' })
})

test('an event of a transaction that fails was never there', async () => {
  await assert.rejects(
    centre.db.transaction().execute(async (trx) => {
      await centre.audit.record(trx, entry(6))
      throw new Error('no')
    }),
  )
  const verdict = await verifyAuditChain(centre.db)
  assert.ok(verdict.state === 'whole' && verdict.events === 5)
})

test('many at once, in transactions and alone, make one chain', async () => {
  await Promise.all(
    Array.from({ length: 300 }, async (_, number) => {
      if (number % 3 > 0) return await centre.audit.record(centre.db, entry(number))
      await centre.db.transaction().execute((trx) => centre.audit.record(trx, entry(number)))
    }),
  )
  const verdict = await verifyAuditChain(centre.db)
  assert.ok(verdict.state === 'whole' && verdict.events === 305)
})

test('part by part it is the same chain, and what is broken is found in its part', async () => {
  await Promise.all(
    Array.from({ length: 2495 }, (_, index) => centre.audit.record(centre.db, entry(index + 6))),
  )
  const walk = async () => {
    const parts = []
    for (let after = 0; ; ) {
      const part = await verifyChainPart(centre.db, { after, most: 1000 })
      parts.push([part.state, part.position, part.broken?.position ?? null])
      if (part.state !== 'unfinished') return parts
      after = part.position
    }
  }
  assert.deepEqual(await walk(), [
    ['unfinished', 1000, null],
    ['unfinished', 2000, null],
    ['whole', 2500, null],
  ])
  const first = await verifyChainPart(centre.db, { after: 0, most: 1000 })
  assert.deepEqual([first.firstAt, first.lastAt], [entry(1).at, entry(1000).at])
  await tamper(() => centre.db.deleteFrom('audit_event').where('position', '=', 1000).execute())
  // The walk goes on from an event that is gone.
  assert.equal((await verifyChainPart(centre.db, { after: 1000, most: 1000 })).broken?.reason, 'missing')
  assert.deepEqual((await walk()).at(-1), ['broken', 999, 1001])
  await tamper(() => centre.db.deleteFrom('audit_event').execute())
  assert.deepEqual(await walk(), [['whole', 0, null]])
})

type Row = Awaited<ReturnType<typeof thirdEvent>>

async function thirdEvent({ db }: Centre) {
  return await db
    .selectFrom('audit_event')
    .where('position', '=', 3)
    .selectAll()
    .select(sql<string>`at::text`.as('at_text'))
    .executeTakeFirstOrThrow()
}

async function restore({ db }: Centre, row: Row): Promise<void> {
  await sql`
    update audit_event set action = ${row.action}, actor_person_id = ${row.actor_person_id},
      actor_institution_id = ${row.actor_institution_id}, message_id = ${row.message_id},
      at = ${row.at_text}::timestamptz, details = ${JSON.stringify(row.details)}::jsonb
    where position = 3
  `.execute(db)
}
