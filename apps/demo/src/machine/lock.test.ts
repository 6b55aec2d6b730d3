import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { DemoFailure } from '../failure.ts'
import { takeLock } from './lock.ts'
import { identify, isRunning, waitForEnd } from './process-identity.ts'

async function lockPath(t: { after(undo: () => Promise<void>): void }) {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-lock-'))
  t.after(() => rm(folder, { recursive: true }))
  return join(folder, 'demo.lock')
}

test('two demos do not share a folder', async (t) => {
  const path = await lockPath(t)
  const lock = await takeLock(path, '/data', 'https://localhost:1')
  await assert.rejects(takeLock(path, '/data', 'https://localhost:2'), (error) => {
    assert.ok(error instanceof DemoFailure)
    assert.match(error.message, /\/data .*process \d+, https:\/\/localhost:1/)
    return true
  })
  await lock.release()
  await (await takeLock(path, '/data', 'https://localhost:2')).release()
})

test('the lock of a killed demo is taken over, and its centre is known', async (t) => {
  const path = await lockPath(t)
  const centre = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'])
  const ended = new Promise((resolve) => centre.once('exit', resolve))
  t.after(() => void centre.kill('SIGKILL'))
  const first = await takeLock(path, '/data', 'https://localhost:1')
  await first.noteCentre(centre.pid ?? 0)
  // What a killed demo leaves: the same file, its own process gone.
  const left = JSON.parse(await readFile(path, 'utf8'))
  left.demo.startedAt = 'before'
  await writeFile(path, JSON.stringify(left))

  const second = await takeLock(path, '/data', 'https://localhost:1')
  assert.equal(second.formerCentre?.pid, centre.pid)
  assert.ok(second.formerCentre && (await isRunning(second.formerCentre)))
  centre.kill('SIGKILL')
  await ended
  assert.ok(second.formerCentre && (await waitForEnd(second.formerCentre, 2000)))
})

test('a process id given out again is another process', async () => {
  const own = await identify(process.pid)
  assert.ok(own)
  assert.equal(await isRunning(own), true)
  assert.equal(await isRunning({ pid: process.pid, startedAt: 'earlier' }), false)
})
