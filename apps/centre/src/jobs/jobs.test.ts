import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { after, afterEach, before, mock, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import pg from 'pg'
import { pino } from 'pino'
import { LastingConnection } from '../database/index.ts'
import { openTestDatabase, type TestDatabase } from '../testing/database.ts'
import { until } from '../testing/until.ts'
import { aliveLock, unlockDeadWorkers } from './dead-workers.ts'
import { graphileQueue, type JobHandler, migrateQueue, Workers } from './index.ts'
import { releasedOnce } from './released-once.ts'

const log = pino({ level: 'silent' })

let database: TestDatabase
let lasting: LastingConnection
const running: Workers[] = []
before(async () => {
  database = await openTestDatabase()
  await migrateQueue(database.pool)
  lasting = await LastingConnection.open(database.connection, log)
})
afterEach(async () => {
  for (const workers of running.splice(0)) await workers.stop()
  await sql`delete from graphile_worker._private_jobs`.execute(database.db)
})
after(async () => {
  await lasting.close()
  await database.remove()
})

async function start(
  handlers: Record<string, JobHandler>,
  longHandlers: Record<string, JobHandler> = {},
): Promise<Workers> {
  const workers = new Workers({ pool: database.pool, lasting, log, onEnd: () => {} })
  running.push(workers)
  const rest = { outsideHandlers: {}, schedules: [], longConcurrency: 1 }
  await workers.start({ handlers, longHandlers, ...rest })
  return workers
}

const waitingJobs = async () => {
  const { rows } = await sql<{
    key: string | null
    run_at: Date
    attempts: number
    last_error: string | null
  }>`
    select key, run_at, attempts, last_error from graphile_worker.jobs order by id
  `.execute(database.db)
  return rows
}

test('a job exists when its transaction commits, and only then', async () => {
  const done: string[] = []
  await start({ note: async ({ word }: { word: string }) => void done.push(word) })
  await assert.rejects(
    database.db.transaction().execute(async (trx) => {
      await graphileQueue.add(trx, 'note', { word: 'never' })
      throw new Error('rolled back')
    }),
  )
  await database.db.transaction().execute((trx) => graphileQueue.add(trx, 'note', { word: 'once' }))
  await until('a job is done', () => done.length > 0)
  await delay(100)
  assert.deepEqual(done, ['once'])
})

test('of jobs with one key one waits: replaced by the newest, or kept with its back-off', async () => {
  const soon = new Date(Date.now() + 3_600_000)
  const later = new Date(Date.now() + 7_200_000)
  const add = (runAt: Date, onExisting: 'keep' | 'replace') =>
    graphileQueue.add(database.db, 'note', {}, { jobKey: 'key', runAt, onExisting })
  await add(soon, 'replace')
  await add(later, 'keep')
  assert.deepEqual(
    (await waitingJobs()).map(({ run_at }) => run_at),
    [soon],
  )
  await add(later, 'replace')
  assert.deepEqual(
    (await waitingJobs()).map(({ run_at }) => run_at),
    [later],
  )
})

test('many jobs are added by one statement, as one by one', async () => {
  const done: string[] = []
  const words = ['one', "it's", '„two“']
  await database.db.transaction().execute((trx) =>
    graphileQueue.addAll(
      trx,
      'note',
      words.map((word) => ({ payload: { word }, jobKey: word })),
    ),
  )
  await graphileQueue.addAll(database.db, 'note', [{ payload: { word: 'newer' }, jobKey: 'one' }])
  await start({ note: async ({ word }: { word: string }) => void done.push(word) })
  await until('all are done', () => done.length === words.length)
  assert.deepEqual(done.toSorted(), ["it's", 'newer', '„two“'])
})

test('a job that fails is tried again later, and the queue does not keep what the error said', async () => {
  const attemptsMs: number[] = []
  await start({
    fragile: async () => {
      attemptsMs.push(Date.now())
      throw new RangeError('value of Novák is wrong')
    },
  })
  await graphileQueue.add(database.db, 'fragile', {})
  const noted = async () => (await waitingJobs()).find(({ last_error }) => last_error !== null)
  await until('an attempt is noted', async () => (await noted()) !== undefined)
  const job = await noted()
  assert.equal(job?.last_error, 'RangeError')
  // Of the attempt that is noted: on a slow machine the next one may have begun.
  const triedMs = attemptsMs[job.attempts - 1]
  assert.ok(triedMs !== undefined && job.run_at.getTime() > triedMs)
})

test('what takes long does not keep the rest waiting', async () => {
  let done = 0
  const hold = Promise.withResolvers<void>()
  await start({ short: async () => void done++ }, { long: () => hold.promise })
  await graphileQueue.add(database.db, 'long', {})
  await graphileQueue.add(database.db, 'long', {})
  await graphileQueue.add(database.db, 'short', {})
  await until('the short one is done', () => done === 1)
  hold.resolve()
})

test('stopping aborts what runs, and the job is there for the next start', async () => {
  let begun = 0
  const handler: JobHandler = async (_payload, { signal }) => {
    begun++
    await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  }
  const workers = await start({}, { long: handler })
  await graphileQueue.add(database.db, 'long', {})
  await until('the job begins', () => begun === 1)
  const startedMs = performance.now()
  await workers.stop()
  running.length = 0
  assert.ok(performance.now() - startedMs < 30_000)
  assert.equal((await waitingJobs()).length, 1)
})

test('a job whose process was killed is free again, one whose process lives is left alone', async () => {
  await graphileQueue.add(database.db, 'note', { word: 'of the dead' })
  await sql`update graphile_worker._private_jobs set locked_by = 'dead', locked_at = now()`.execute(
    database.db,
  )
  await graphileQueue.add(database.db, 'note', { word: 'of the living' })
  await sql`
    update graphile_worker._private_jobs set locked_by = 'alive', locked_at = now() where locked_by is null
  `.execute(database.db)
  await lasting.hold(aliveLock('alive'))
  const done: string[] = []
  await start({ note: async ({ word }: { word: string }) => void done.push(word) })
  await until('a job is done', () => done.length > 0)
  await delay(200)
  assert.deepEqual(done, ['of the dead'])
})

test('what a living worker does stays its own, however long it takes', async () => {
  const { promise: goOn, resolve } = Promise.withResolvers<void>()
  let runs = 0
  await start({
    note: async () => {
      runs++
      await goOn
    },
  })
  await graphileQueue.add(database.db, 'note', {})
  await until('it is under way', () => runs === 1)
  await unlockDeadWorkers(database.pool, log)
  const { rows } = await sql<{ held: boolean }>`
    select locked_by is not null as held from graphile_worker._private_jobs
  `.execute(database.db)
  assert.deepEqual(rows, [{ held: true }])
  resolve()
})

test('workers come back after the database went away', async () => {
  let done = 0
  await start({ note: async () => void done++ })
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where pid <> pg_backend_pid() and datname = current_database()
  `.execute(database.db)
  await until('the queue takes a job', async () =>
    graphileQueue.add(database.db, 'note', {}).then(
      () => true,
      () => false,
    ),
  )
  await until('the job is done', () => done > 0)
})

test('a connection that a worker releases twice is released once', async () => {
  const pool = new pg.Pool({ ...database.connection, max: 1 })
  const release = await new Promise<(destroy?: boolean) => void>((resolve, reject) => {
    releasedOnce(pool).connect((error, _client, done) => (error ? reject(error) : resolve(done)))
  })
  release()
  const mine = await pool.connect()
  release(true)
  assert.deepEqual((await mine.query('select 1 as one')).rows, [{ one: 1 }])
  mine.release()
  await pool.end()
})

test('a job whose end the database did not hear is done again, and the process lives', async () => {
  const script = fileURLToPath(new URL('./testing/lost-end.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [script, database.url])
  assert.equal(stdout, 'done 2 times\n')
})

test('workers come back that lost the database with their first question', async () => {
  const { query } = pg.Client.prototype
  let lost = 0
  const asked = mock.method(pg.Client.prototype, 'query', function (this: pg.Client, ...of: unknown[]) {
    const [what] = of
    const text = typeof what === 'object' && what !== null && 'text' in what ? String(what.text) : ''
    if (/insert into .*_private_tasks/.test(text) && lost < 2) {
      lost++
      return Promise.reject(new Error('terminating connection due to administrator command'))
    }
    return Reflect.apply(query, this, of)
  })
  let done = 0
  await start({ note: async () => void done++ })
  await until('both have lost it', () => lost === 2)
  await graphileQueue.add(database.db, 'note', {})
  await until('the job is done', () => done > 0)
  asked.mock.restore()
})

test('workers that could not say that they live are replaced', async () => {
  const { hold } = lasting
  let refused = 0
  const asked = mock.method(lasting, 'hold', async (name: string) => {
    if (refused++ < 4) throw new Error('not now')
    await hold.call(lasting, name)
  })
  let done = 0
  await start({ note: async () => void done++ })
  await graphileQueue.add(database.db, 'note', {})
  await until('the job is done', () => done > 0)
  asked.mock.restore()
})

test('a lock that is not granted in time is not held later, and others still are', async () => {
  const other = new pg.Client(database.connection)
  await other.connect()
  const impatient = await LastingConnection.open(database.connection, log, 500)
  const isFree = async (name: string) => (await other.query(TRY, [name])).rows[0].free === true
  try {
    assert.equal(await impatient.claim('claimed'), true)
    assert.equal((await other.query(TRY.replace('lock', 'lock_shared'), ['claimed'])).rows[0].free, true)
    await impatient.hold('held')
    assert.equal(await isFree('contended'), true)
    await assert.rejects(impatient.hold('contended'))
    await impatient.letGo('contended')
    await other.query('select pg_advisory_unlock_all()')
    await until('it holds again', () =>
      impatient.hold('another').then(
        () => true,
        () => false,
      ),
    )
    assert.deepEqual([await isFree('contended'), await isFree('held')], [true, false])
  } finally {
    await impatient.close()
    await other.end()
  }
})

test('what is let go of while the connection is made again is free', async () => {
  const other = new pg.Client(database.connection)
  await other.connect()
  const one = await LastingConnection.open(database.connection, log)
  try {
    await one.hold('ended')
    await one.hold('slow')
    const { rows } = await sql<{ pid: number }>`
      select pid from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and granted
        and ((classid::bigint << 32) | objid::bigint) = hashtextextended('slow', 0)
    `.execute(database.db)
    // Granted as soon as the session ends, and before the next one asks for it.
    const granted = other.query('select pg_advisory_lock(hashtextextended($1, 0))', ['slow'])
    await until('somebody waits', async () => (await waitsForLock()) === 1)
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(database.db)
    await granted
    await until('the next connection waits', async () => (await waitsForLock()) === 1)
    await one.letGo('ended')
    await other.query('select pg_advisory_unlock_all()')
    await until('it is free', async () => (await other.query(TRY, ['ended'])).rows[0].free === true)
    await until('the other one is held', async () => {
      const { free } = (await other.query(TRY, ['slow'])).rows[0]
      if (free) await other.query('select pg_advisory_unlock(hashtextextended($1, 0))', ['slow'])
      return free === false
    })
  } finally {
    await one.close()
    await other.end()
  }
})

const TRY = 'select pg_try_advisory_lock(hashtextextended($1, 0)) as free'

async function waitsForLock(): Promise<number> {
  const { rows } = await sql<{ waits: number }>`
    select count(*)::int as waits from pg_locks where locktype = 'advisory' and not granted
      and ((classid::bigint << 32) | objid::bigint) = hashtextextended('slow', 0)
  `.execute(database.db)
  return rows[0]?.waits ?? 0
}
