import assert from 'node:assert/strict'
import dns from 'node:dns'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { pino } from 'pino'
import { openTestDatabase, type TestDatabase } from '../testing/database.ts'
import { FaultProxy } from '../testing/fault-proxy.ts'
import { isDatabaseAway } from './away.ts'
import { openPool } from './pool.ts'
import { Sessions } from './unanswered.ts'

let database: TestDatabase
before(async () => {
  database = await openTestDatabase()
})
after(() => database?.remove())

test('a connection that waits for the answer of a machine that has vanished is noticed within seconds, not hours', async () => {
  const client = await database.pool.connect()
  try {
    await client.query('select 1')
    const port = Number(new URL(database.url).port).toString(16).toUpperCase().padStart(4, '0')
    // Linux's own table: remote address, state (01: established), queues, timer (02: keep-alive) and when it ends.
    const lines = new RegExp(`:${port} 01 \\S+ 02:([0-9A-F]{8})`, 'g')
    const table = await readFile('/proc/net/tcp', 'utf8')
    const seconds = [...table.matchAll(lines)].map(([, jiffies = '']) => Number.parseInt(jiffies, 16) / 100)
    // The embedded server is watched by a connection of its own.
    assert.ok(
      seconds.some((each) => each <= 11),
      `it is asked for after ${seconds} s`,
    )
  } finally {
    client.release()
  }
})

test('a session is known by its beginning as well: another server may give the same number', async () => {
  const client = await database.pool.connect()
  try {
    const sessions = new Sessions()
    await sessions.learn(client, 10_000)
    const text =
      'select pid, extract(epoch from backend_start)::float8 as since from pg_stat_activity where pid = pg_backend_pid()'
    const { rows } = await client.query<{ pid: number; since: number }>(text)
    const [pid, since] = sessions.of(client)?.split(' ').map(Number) ?? []
    assert.deepEqual([{ pid, since }], rows)
  } finally {
    client.release()
  }
})

describe('a question that is not answered', () => {
  const patience = { lookEveryMs: 100, inUseForMs: 300, answerWithinMs: 500 }
  let line: FaultProxy
  let pool: pg.Pool
  beforeEach(async () => {
    const url = new URL(database.url)
    line = await FaultProxy.open(Number(url.port))
    url.port = String(line.port)
    pool = openPool({ connectionString: String(url) }, 3, pino({ level: 'silent' }), patience)
  })
  afterEach(async () => {
    await pool.end()
    await line.close()
  })

  test('is waited for as long as the server works on it', async () => {
    const [asked, other] = [pool.query('select pg_sleep(3)'), pool.query('select pg_sleep(2)')]
    assert.deepEqual(
      (await Promise.all([asked, other])).map(({ rowCount }) => rowCount),
      [1, 1],
    )
  })

  test('of a server that says nothing any more is given up, and the next is answered when it speaks again', async () => {
    await pool.query('select 1')
    line.hang()
    await assert.rejects(pool.query('select 1'), isDatabaseAway)
    line.answer()
    assert.equal((await pool.query('select 1')).rowCount, 1)
  })

  test('of a machine that has gone, while another is there in its place, is given up', async () => {
    const client = await pool.connect()
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    const asked = client.query('select pg_sleep(60)')
    const isGivenUp = assert.rejects(asked, isDatabaseAway)
    line.vanish()
    await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid])
    await isGivenUp
    client.release()
    assert.equal((await pool.query('select 1')).rowCount, 1)
  })

  test('within a transaction is the end of it, and is told as such', async () => {
    const client = await pool.connect()
    await client.query('begin')
    line.hang()
    await delay(3000)
    await assert.rejects(client.query('select 1'), isDatabaseAway)
    client.release()
    line.answer()
    assert.equal((await pool.query('select 1')).rowCount, 1)
  })

  test('is told to who only listens, by an error as of any connection that breaks', async () => {
    const client = await pool.connect()
    try {
      await client.query('listen nothing')
      const isTold = once(client, 'error', { signal: AbortSignal.timeout(10_000) })
      line.hang()
      const [error] = (await isTold) as [Error]
      assert.ok(isDatabaseAway(error), error.message)
    } finally {
      client.release(true)
    }
  })

  const troubles: Readonly<Record<string, (heard: (error: Error) => void) => void>> = {
    'says that it knows no such name': (heard) =>
      heard(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })),
    'says nothing': () => undefined,
  }
  for (const [trouble, answer] of Object.entries(troubles)) {
    test(`is waited for while the name server ${trouble}`, async (t) => {
      const url = new URL(database.url)
      url.hostname = 'localhost'
      const named = openPool({ connectionString: String(url) }, 1, pino({ level: 'silent' }), patience)
      try {
        await named.query('select 1')
        let looks = 0
        t.mock.method(dns, 'lookup', (_name: string, _options: object, heard: (error: Error) => void) => {
          looks++
          answer(heard)
        })
        assert.equal((await named.query('select pg_sleep(4)')).rowCount, 1)
        assert.ok(looks >= 2, `${looks}`)
      } finally {
        t.mock.restoreAll()
        await named.end()
      }
    })
  }
})
