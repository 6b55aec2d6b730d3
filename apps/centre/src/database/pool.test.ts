import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { openTestDatabase, type TestDatabase } from '../testing/database.ts'

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
