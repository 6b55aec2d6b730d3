import assert from 'node:assert/strict'
import { after, before, mock, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { pino } from 'pino'
import { LastingConnection } from '../database/index.ts'
import { openTestDatabase, type TestDatabase } from '../testing/database.ts'
import { until } from '../testing/until.ts'
import { forgetTheFuture, watchForJumpsBack } from './clock-jumps.ts'
import { migrateQueue, Workers } from './index.ts'

const log = pino({ level: 'silent' })

let database: TestDatabase
before(async () => {
  database = await openTestDatabase()
  await migrateQueue(database.pool)
})
after(() => database?.remove())

test('schedules and jobs of a time that has not come are of the present again, others stay', async () => {
  const { pool } = database
  await pool.query(`
    insert into graphile_worker._private_known_crontabs (identifier, known_since, last_execution)
    values ('ahead', now(), now() + interval '1 month'), ('well', now(), now() - interval '1 minute')`)
  await pool.query(`
    select graphile_worker.add_job('failed-ahead'), graphile_worker.add_job('is to wait', run_at => now() + interval '11 hours'),
      graphile_worker.add_job('by-schedule-ahead', '{"_cron": {}}', run_at => now() + interval '1 hour'),
      graphile_worker.add_job('month-ahead', run_at => now() + interval '1 month')`)
  await pool.query(`
    update graphile_worker._private_jobs set updated_at = now() + interval '1 month', run_at = now() + interval '10 minutes'
    where task_id = (select id from graphile_worker._private_tasks where identifier = 'failed-ahead')`)
  await forgetTheFuture(pool, log)
  const { rows: schedules } = await pool.query(
    `select identifier, last_execution <= now() as is_free, last_execution > now() - interval '30 seconds' as is_kept from graphile_worker._private_known_crontabs order by 1`,
  )
  assert.deepEqual(schedules, [
    { identifier: 'ahead', is_free: true, is_kept: true },
    { identifier: 'well', is_free: true, is_kept: false },
  ])
  const { rows: jobs } = await pool.query(
    `select task_identifier, run_at <= now() as is_due from graphile_worker.jobs order by 1`,
  )
  assert.deepEqual(jobs, [
    { task_identifier: 'by-schedule-ahead', is_due: true },
    { task_identifier: 'failed-ahead', is_due: true },
    { task_identifier: 'is to wait', is_due: false },
    { task_identifier: 'month-ahead', is_due: true },
  ])
})

test('a process that is behind does not free what others have just run', async () => {
  const { pool } = database
  await pool.query(`
    insert into graphile_worker._private_known_crontabs (identifier, known_since, last_execution)
    values ('just-run', now(), now())`)
  const lastRun = async () => {
    const { rows } = await pool.query<{ last_execution: Date }>(
      `select last_execution from graphile_worker._private_known_crontabs where identifier = 'just-run'`,
    )
    return rows[0]?.last_execution
  }
  const ran = await lastRun()
  const real = Date.now
  mock.method(Date, 'now', () => real() - 3_600_000)
  try {
    await forgetTheFuture(pool, log)
  } finally {
    mock.restoreAll()
  }
  assert.deepEqual(await lastRun(), ran)
})

test('a clock that goes back is noticed, one that goes on or ahead is not', async () => {
  const real = Date.now
  let offsetMs = 0
  mock.method(Date, 'now', () => real() + offsetMs)
  mock.timers.enable({ apis: ['setInterval'] })
  let told = 0
  const watching = watchForJumpsBack(() => {
    told++
  })
  try {
    mock.timers.tick(10_000)
    offsetMs = 31 * 86_400_000
    mock.timers.tick(10_000)
    assert.equal(told, 0)
    offsetMs = 0
    mock.timers.tick(10_000)
    assert.equal(told, 1)
    mock.timers.tick(10_000)
    assert.equal(told, 1)
  } finally {
    watching.end()
    mock.timers.reset()
    mock.restoreAll()
  }
})

test('the workers of schedules begin with the present, and come back to it when this clock goes back, or another was ahead', async () => {
  const { pool, connection } = database
  const lasting = await LastingConnection.open(connection, log)
  const workers = new Workers({ pool, lasting, log, onEnd: () => {} })
  const real = Date.now
  let offsetMs = 0
  mock.method(Date, 'now', () => real() + offsetMs)
  mock.timers.enable({ apis: ['setInterval'] })
  const beAhead = () =>
    pool.query(`insert into graphile_worker._private_known_crontabs (identifier, known_since, last_execution)
      values ('yearly', now(), now() + interval '1 month')
      on conflict (identifier) do update set last_execution = excluded.last_execution`)
  const isOfThePresent = async () => {
    const { rows } = await pool.query(
      `select last_execution from graphile_worker._private_known_crontabs where identifier = 'yearly'`,
    )
    return rows[0].last_execution <= new Date(real() + 1000)
  }
  try {
    await beAhead()
    await workers.start({
      handlers: { yearly: async () => {} },
      longHandlers: {},
      outsideHandlers: {},
      schedules: [{ job: 'yearly', pattern: '0 0 1 1 *' }],
      longConcurrency: 0,
    })
    await until('they begin with the present', isOfThePresent)
    await beAhead()
    await until('the clock is watched', async () => {
      mock.timers.tick(10_000)
      offsetMs -= 86_400_000
      mock.timers.tick(10_000)
      return await isOfThePresent()
    })
    await beAhead()
    await until('what another machine left is forgotten', async () => {
      mock.timers.tick(10_000)
      return await isOfThePresent()
    })
  } finally {
    mock.timers.reset()
    mock.restoreAll()
    await workers.stop()
    await lasting.close()
  }
})

/** Workers of one schedule that comes around each minute, by a clock that stands and is set. */
async function everyMinute(startMs: number) {
  const { pool, connection } = database
  await pool.query('delete from graphile_worker._private_jobs')
  await pool.query('delete from graphile_worker._private_known_crontabs')
  const warned: string[] = []
  const telling = pino({ level: 'warn' }, { write: (line: string) => void warned.push(JSON.parse(line).msg) })
  const lasting = await LastingConnection.open(connection, log)
  const workers = new Workers({ pool, lasting, log: telling, onEnd: () => {} })
  let times = 0
  mock.timers.enable({ apis: ['Date'], now: startMs })
  const handlers = {
    minutely: async () => {
      times += 1
    },
  }
  const rest = { longHandlers: {}, outsideHandlers: {}, longConcurrency: 0 }
  await workers.start({ handlers, ...rest, schedules: [{ job: 'minutely', pattern: '* * * * *' }] })
  await until('the schedule is known', async () => {
    const { rows } = await pool.query('select from graphile_worker._private_known_crontabs')
    return rows.length > 0
  })
  return {
    times: () => times,
    beginsAnew: () =>
      until('they begin anew', () => warned.some((each) => each.includes('schedules begin anew'))),
    async comesAround() {
      const before = times
      await until('it comes around', async () => {
        // Whole minutes: whenever its timer begins, it is a quarter of a second.
        mock.timers.tick(60_000)
        await delay(400)
        return times > before
      })
    },
    async end() {
      mock.timers.reset()
      await workers.stop()
      await lasting.close()
    },
  }
}

/** A quarter of a second before the next full minute. */
const BEFORE_A_MINUTE_MS = Math.ceil(Date.now() / 60_000) * 60_000 - 250
const DAY_MS = 86_400_000

for (const days of [1, 30]) {
  test(`minutes that the clock leaps over, ${days * 1440} of them, are not made up for`, async () => {
    const schedule = await everyMinute(BEFORE_A_MINUTE_MS - days * DAY_MS)
    try {
      mock.timers.setTime(BEFORE_A_MINUTE_MS)
      await until('it comes around once', () => schedule.times() > 0)
      await delay(500)
      assert.equal(schedule.times(), 1)
      await schedule.beginsAnew()
      await schedule.comesAround()
    } finally {
      await schedule.end()
    }
  })
}

test('a schedule that came due while the clock was a day behind comes around when it is right again', async () => {
  const schedule = await everyMinute(BEFORE_A_MINUTE_MS)
  try {
    mock.timers.setTime(BEFORE_A_MINUTE_MS - DAY_MS)
    await schedule.beginsAnew()
    mock.timers.setTime(BEFORE_A_MINUTE_MS)
    await schedule.comesAround()
  } finally {
    await schedule.end()
  }
})
