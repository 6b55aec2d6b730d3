import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { pino } from 'pino'
import { openTestDatabase, type TestDatabase } from '../testing/database.ts'
import { whenClockIsSure } from './clock-watch.ts'

const HOUR_MS = 3_600_000
const log = pino({ level: 'silent' })

let database: TestDatabase
let now: number
before(async () => {
  database = await openTestDatabase()
})
after(() => database?.remove())
beforeEach(async () => {
  await sql`delete from clock_watch`.execute(database.db)
  now = Date.parse('2027-03-01T00:00:00Z')
})

/** Whether something would be deleted now, a day after the last doubt. */
async function isDeleting(): Promise<boolean> {
  let isDone = false
  const surroundings = { db: database.db, clock: () => new Date(now), log }
  await whenClockIsSure(surroundings, 24, async () => {
    isDone = true
  })
  return isDone
}

/** Looked at every half an hour. */
async function goOn(hours: number): Promise<boolean> {
  let last = false
  for (let half = 0; half < hours * 2; half++) {
    now += HOUR_MS / 2
    last = await isDeleting()
  }
  return last
}

test('a clock that goes on is believed from the beginning', async () => {
  assert.equal(await isDeleting(), true)
  assert.equal(await goOn(2), true)
})

for (const days of [1, 31, -1, -31]) {
  test(`a clock that jumps by ${days} days deletes nothing for a day`, async () => {
    await isDeleting()
    now += days * 24 * HOUR_MS
    assert.equal(await isDeleting(), false)
    assert.equal(await goOn(23), false)
    assert.equal(await goOn(1), true)
  })
}

test('a clock that jumps ahead and is put right deletes nothing in between', async () => {
  await isDeleting()
  now += 31 * 24 * HOUR_MS
  assert.equal(await goOn(5), false)
  now -= 31 * 24 * HOUR_MS
  assert.equal(await isDeleting(), false)
  assert.equal(await goOn(23), false)
  assert.equal(await goOn(1), true)
})
