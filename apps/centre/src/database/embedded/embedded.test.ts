import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import pino from 'pino'
import { freePort } from '../../testing/free-port.ts'
import { until } from '../../testing/until.ts'
import { EmbeddedDatabaseError, EmbeddedPostgres } from './index.ts'
import { isAlive } from './postmaster.ts'

const log = pino({ level: 'silent' })
const root = await mkdtemp(join(tmpdir(), 'epacs-embedded-'))
const dataFolder = join(root, 'closed', 'data')
await mkdir(join(root, 'closed'), { mode: 0o700 })
const port = await freePort()
after(() => rm(root, { recursive: true, force: true }))

async function query(database: EmbeddedPostgres, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(database.connection)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

async function serverPid(): Promise<number> {
  return Number((await readFile(join(dataFolder, 'postgresql/postmaster.pid'), 'utf8')).split('\n')[0])
}

test('starts in a folder that only the owner enters, with fsync on, and keeps what was committed', async () => {
  let database = await EmbeddedPostgres.start(dataFolder, port, log)
  assert.deepEqual(await query(database, 'show fsync'), [{ fsync: 'on' }])
  await query(database, 'create table kept (x integer); insert into kept values (7)')
  await database.stop()
  await assert.rejects(serverPid())
  database = await EmbeddedPostgres.start(dataFolder, port, log)
  assert.deepEqual(await query(database, 'select x from kept'), [{ x: 7 }])
  await database.stop()
})

test('the password lies in a file that only the owner reads', async () => {
  assert.equal((await stat(join(dataFolder, 'postgresql.password'))).mode & 0o777, 0o600)
})

test('nobody gets in without the password', async () => {
  const database = await EmbeddedPostgres.start(dataFolder, port, log)
  const client = new pg.Client({ ...database.connection, password: 'guess' })
  await assert.rejects(client.connect(), /password authentication failed/)
  await database.stop()
})

test('a second centre on the same folder is refused, the first one goes on', async () => {
  const database = await EmbeddedPostgres.start(dataFolder, port, log)
  await assert.rejects(EmbeddedPostgres.start(dataFolder, port, log), /Another centre is running/)
  assert.deepEqual(await query(database, 'select 1 as one'), [{ one: 1 }])
  await database.stop()
})

test('the server of a centre killed with -9 is adopted, on another port it is started anew', async () => {
  const kill = async () => {
    const child = fork(fileURLToPath(new URL('../../testing/embedded-owner.ts', import.meta.url)), [
      dataFolder,
      String(port),
    ])
    await once(child, 'message')
    child.kill('SIGKILL')
    await once(child, 'exit')
    return await serverPid()
  }
  const orphan = await kill()
  assert.ok(isAlive(orphan))
  const adopted = await EmbeddedPostgres.start(dataFolder, port, log)
  assert.equal(await serverPid(), orphan)
  await adopted.stop()
  assert.ok(!isAlive(orphan))

  const second = await kill()
  const moved = await EmbeddedPostgres.start(dataFolder, await freePort(), log)
  assert.notEqual(await serverPid(), second)
  assert.deepEqual(await query(moved, 'select x from kept'), [{ x: 7 }])
  await moved.stop()
})

test('a stale postmaster.pid that names a living foreign process does not hinder', async () => {
  await writeFile(
    join(dataFolder, 'postgresql/postmaster.pid'),
    `${process.pid}\n/nowhere\n0\n${port}\n\n\n\nready\n`,
  )
  const database = await EmbeddedPostgres.start(dataFolder, port, log)
  assert.deepEqual(await query(database, 'select x from kept'), [{ x: 7 }])
  await database.stop()
})

test('a server that dies is started again', async () => {
  const database = await EmbeddedPostgres.start(dataFolder, port, log)
  const first = await serverPid()
  process.kill(first, 'SIGKILL')
  await until('a new server runs', async () => (await serverPid().catch(() => first)) !== first)
  await until('it answers', () =>
    query(database, 'select x from kept').then(
      () => true,
      () => false,
    ),
  )
  await database.stop()
})

test('a taken port is told in a sentence', async () => {
  const squatter = createServer().listen(port, '127.0.0.1')
  await once(squatter, 'listening')
  await assert.rejects(
    EmbeddedPostgres.start(dataFolder, port, log),
    (error) => error instanceof EmbeddedDatabaseError && error.message.includes(`Port ${port}`),
  )
  squatter.close()
})
