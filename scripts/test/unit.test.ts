import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { after, test } from 'node:test'
import { endLeftOvers } from './left-overs.ts'
import { repository } from './places.ts'
import { runUnitTests } from './unit.ts'

const folder = await mkdtemp(join(tmpdir(), 'epacs-runner-'))
after(() => rm(folder, { recursive: true, force: true }))

async function testFile(name: string, content: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return relative(repository, path)
}

/** node:test marks its children, and such a child would not run tests of its own. */
async function outcomeOf(content: string) {
  delete process.env.NODE_TEST_CONTEXT
  const lines: string[] = []
  const outcome = await runUnitTests([await testFile('one.test.mjs', content)], (line) => lines.push(line))
  return { ...outcome, lines }
}

test('tests are counted, not their suites; a failure is told with its place and reason', async () => {
  const outcome = await outcomeOf(`
    import { describe, it } from 'node:test'
    describe('a PACS', () => {
      it('sends', () => {})
      it('aborts', () => { throw new Error('half-way') })
    })`)
  assert.equal(outcome.passed, 1)
  assert.equal(outcome.failures.length, 1)
  assert.equal(outcome.failures[0]?.test, 'a PACS › aborts')
  assert.match(outcome.failures[0]?.reason ?? '', /half-way/)
  assert.match(outcome.lines[0] ?? '', /^FAILED .*one\.test\.mjs \(1 passed/)
})

test('skipped tests and tests yet to be written are told apart from passed ones', async () => {
  const outcome = await outcomeOf(`
    import { test } from 'node:test'
    test('a', { skip: 'no NSS' }, () => {})
    test.todo('b')`)
  assert.equal(outcome.passed, 0)
  assert.deepEqual(
    outcome.skipped.map(({ test, reason }) => [test, reason]),
    [
      ['a', 'Skipped: no NSS'],
      ['b', 'Skipped: without a reason'],
    ],
  )
})

test('a file that breaks before its first test fails with what it wrote', async () => {
  const outcome = await outcomeOf(`import './missing.mjs'`)
  assert.equal(outcome.passed, 0)
  assert.match(
    outcome.failures[0]?.reason ?? '',
    /^test failed, exitCode 1\n(.|\n)*Cannot find module .*missing\.mjs/,
  )
})

test('a file without a test fails', async () => {
  const outcome = await outcomeOf(`export const answer = 42`)
  assert.deepEqual(
    outcome.failures.map(({ reason }) => reason),
    ['The file holds no test.'],
  )
})

test('a process that stays behind in the folder of the run is found and ended', async () => {
  const playground = await mkdtemp(join(folder, 'run-'))
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { cwd: playground })
  const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)))
  const found = await endLeftOvers({ folder: playground, memory: undefined, mark: 'of-no-process' })
  assert.deepEqual(
    found.map(({ pid }) => pid),
    [child.pid],
  )
  assert.match(found[0]?.commandLine ?? '', /setInterval/)
  assert.equal(await ended, 'SIGKILL')
})
