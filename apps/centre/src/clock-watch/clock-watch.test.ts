import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { sql } from 'kysely'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { openTestDatabase, type TestDatabase } from '../testing/database.ts'
import { ClockWatch } from './clock-watch.ts'
import { showPutOff, whenClockIsSure } from './when-sure.ts'

const HOUR_MS = 3_600_000
const DAY_HOURS = 24
const START_MS = Date.parse('2027-03-01T00:00:00Z')

let database: TestDatabase
/** Time that passed, and how far the database's clock is ahead of it. */
let passedMs: number
let databaseAheadMs: number
let warned: string[]
const log = pino({ level: 'warn' }, { write: (line: string) => void warned.push(JSON.parse(line).msg) })
before(async () => {
  database = await openTestDatabase()
})
after(() => database?.remove())
beforeEach(async () => {
  await sql`delete from clock_watch`.execute(database.db)
  await sql`delete from clock_put_off`.execute(database.db)
  passedMs = 0
  databaseAheadMs = 0
  warned = []
})

/** What one process of the centre sees. @param lateMs so long the database lets it wait, each time */
class Process {
  /** Of its own clock. */
  aheadMs = 0
  readonly #watch: ClockWatch

  constructor(lateMs = 0) {
    this.#watch = new ClockWatch({
      databaseNow: sql<Date>`(select to_timestamp(${sql.lit(0)}) + make_interval(secs => ${{
        // Read when the query is sent.
        toPostgres: () => {
          passedMs += lateMs / 2
          const seconds = String((START_MS + passedMs + databaseAheadMs) / 1000)
          passedMs += lateMs / 2
          return seconds
        },
      }}))`,
      passedMs: () => passedMs,
    })
  }

  /** Whether something would be deleted now, a day after the last doubt. */
  async isDeleting(): Promise<boolean> {
    let isDone = false
    const surroundings = {
      db: database.db,
      clock: () => new Date(START_MS + passedMs + this.aheadMs),
      log,
    }
    const work = async () => {
      isDone = true
    }
    await whenClockIsSure(surroundings, 'a job', DAY_HOURS, work, this.#watch)
    return isDone
  }

  /** Looked at every half an hour. */
  async goOn(hours: number): Promise<boolean> {
    let last = false
    for (let half = 0; half < hours * 2; half++) {
      passedMs += HOUR_MS / 2
      last = await this.isDeleting()
    }
    return last
  }

  /** All clocks of its machine, the database's too. */
  jump(days: number): void {
    databaseAheadMs += days * DAY_HOURS * HOUR_MS
    this.aheadMs += days * DAY_HOURS * HOUR_MS
  }
}

test('a clock that goes on is believed from the beginning', async () => {
  const here = new Process()
  assert.equal(await here.isDeleting(), true)
  assert.equal(await here.goOn(2), true)
})

for (const days of [1, 31, -1, -31]) {
  test(`a clock that jumps by ${days} days deletes nothing for a day`, async () => {
    const here = new Process()
    await here.isDeleting()
    here.jump(days)
    assert.equal(await here.isDeleting(), false)
    assert.match(warned.join(), /has jumped/)
    assert.equal(await here.goOn(23), false)
    assert.equal(await here.goOn(1), true)
  })
}

test('of several jobs that begin at once after a jump none deletes anything', async () => {
  const here = new Process()
  await here.isDeleting()
  here.jump(31)
  const jobs = await Promise.all(Array.from({ length: 5 }, () => here.isDeleting()))
  assert.deepEqual(jobs, [false, false, false, false, false])
  assert.equal(warned.length, 1, 'one jump is one jump')
})

test('a clock that jumps ahead and is put right deletes nothing in between', async () => {
  const here = new Process()
  await here.isDeleting()
  here.jump(31)
  assert.equal(await here.goOn(5), false)
  here.jump(-31)
  assert.equal(await here.isDeleting(), false)
  assert.equal(await here.goOn(23), false)
  assert.equal(await here.goOn(1), true)
})

test('a centre that stands still each night deletes as soon as it is back', async () => {
  for (let day = 0; day < 3; day++) {
    const here = new Process()
    assert.equal(await here.isDeleting(), true)
    assert.equal(await here.goOn(12), true)
    passedMs += 12 * HOUR_MS
  }
  assert.deepEqual(warned, [])
})

test('a centre that starts with a clock a month ahead, or behind, deletes nothing for a day', async () => {
  for (const days of [31, -31]) {
    const before = new Process()
    await before.goOn(30)
    const here = new Process()
    here.aheadMs = before.aheadMs
    here.jump(days)
    assert.equal(await here.isDeleting(), false)
    assert.equal(await here.goOn(23), false)
    assert.equal(await here.goOn(1), true)
    here.jump(-days)
    databaseAheadMs = 0
    await sql`delete from clock_watch`.execute(database.db)
  }
})

test("a process whose clock is not the database's deletes nothing as long as that is so, and others do", async () => {
  const [right, wrong] = [new Process(), new Process()]
  wrong.aheadMs = 5 * 60_000
  for (let time = 0; time < 3; time++) {
    assert.equal(await right.goOn(1), true)
    assert.equal(await wrong.isDeleting(), false)
  }
  assert.equal(warned.length, 1, warned.join())
  assert.match(warned.join(), /not the database's/)
  wrong.aheadMs = 0
  assert.equal(await wrong.isDeleting(), true)
})

test('a jump that several processes see is one, from when the first saw it', async () => {
  const [first, second] = [new Process(), new Process()]
  await first.isDeleting()
  await second.isDeleting()
  first.jump(1)
  second.aheadMs = first.aheadMs
  assert.equal(await first.goOn(23), false)
  assert.equal(await second.isDeleting(), false)
  assert.equal(await first.goOn(1.5), true)
  assert.equal(await second.isDeleting(), true)
})

test('a database that lets itself be waited for makes no doubt', async () => {
  const late = new Process(10 * 60_000)
  assert.equal(await late.isDeleting(), true)
  assert.equal(await late.goOn(2), true)
  assert.deepEqual(warned, [])
})

test('what is put off for days is told, until it is done', async () => {
  const metrics = new Registry()
  showPutOff({ db: database.db, metrics })
  const here = new Process()
  here.aheadMs = HOUR_MS
  await here.goOn(48)
  assert.ok(!warned.some((each) => each.includes('for days')))
  await here.goOn(3)
  assert.ok(warned.some((each) => each.includes('for days')))
  assert.match(await metrics.metrics(), /epacs_deletion_put_off_seconds\{job="a job"\} \d/)
  here.aheadMs = 0
  assert.equal(await here.isDeleting(), true)
  assert.doesNotMatch(await metrics.metrics(), /job="a job"/)
})
