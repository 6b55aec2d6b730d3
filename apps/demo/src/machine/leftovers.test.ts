import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { endLeftovers } from './leftovers.ts'
import { identify } from './process-identity.ts'

async function folder(t: TestContext) {
  const path = await mkdtemp(join(tmpdir(), 'epacs-leftovers-'))
  t.after(() => rm(path, { recursive: true }))
  return path
}

/** A process that ends as PostgreSQL does, by SIGINT, and is deaf to SIGTERM. */
async function startSleeper(t: TestContext, cwd: string) {
  const program = "process.on('SIGTERM', () => {}); setTimeout(() => {}, 60000); console.error('up')"
  const child = spawn(process.execPath, ['-e', program], { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
  t.after(() => void child.kill('SIGKILL'))
  await new Promise((resolve) => child.stderr.once('data', resolve))
  const ended = new Promise<string | null>((resolve) =>
    child.once('exit', (_code, signal) => resolve(signal)),
  )
  return { pid: child.pid ?? 0, ended }
}

test('nothing left, nothing done', async (t) => {
  assert.deepEqual(await endLeftovers(undefined, join(await folder(t), 'none')), [])
})

test('a database server that outlived its centre is ended', async (t) => {
  const database = await folder(t)
  const server = await startSleeper(t, database)
  await writeFile(join(database, 'postmaster.pid'), `${server.pid}\n${database}\n0\n5432\n`)
  assert.deepEqual(await endLeftovers(undefined, database), ['database'])
  assert.equal(await server.ended, 'SIGINT')
})

test('another program with the same process id is left alone', async (t) => {
  const database = await folder(t)
  const other = await startSleeper(t, tmpdir())
  await writeFile(join(database, 'postmaster.pid'), `${other.pid}\n${database}\n0\n5432\n`)
  assert.deepEqual(await endLeftovers(undefined, database), [])
  assert.ok(await identify(other.pid))
})

test('a deaf centre is killed', async (t) => {
  const centre = await startSleeper(t, tmpdir())
  const former = await identify(centre.pid)
  assert.deepEqual(await endLeftovers(former, join(await folder(t), 'none'), 300), ['centre'])
  assert.equal(await centre.ended, 'SIGKILL')
})
