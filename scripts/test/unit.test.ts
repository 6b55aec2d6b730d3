import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
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
async function outcomeOf(...contents: readonly string[]) {
  delete process.env.NODE_TEST_CONTEXT
  const lines: string[] = []
  const names = contents.map((_, position) => `${['one', 'two', 'three'][position]}.test.mjs`)
  const files = await Promise.all(names.map((name, position) => testFile(name, contents[position] ?? '')))
  const outcome = await runUnitTests(files, (line) => lines.push(line), 1)
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

const COUNTED = `
  import assert from 'node:assert/strict'
  import { after, afterEach, before, test } from 'node:test'
  before(() => { globalThis.open = (globalThis.open ?? 0) + 1 })
  afterEach(() => { globalThis.tests = (globalThis.tests ?? 0) + 1 })
  after(() => { globalThis.open-- })`

test('files that share a process run one after the other, each with the hooks of its own', async () => {
  const outcome = await outcomeOf(
    `${COUNTED}
    test('a', () => assert.deepEqual([globalThis.open, globalThis.tests], [1, undefined]))`,
    `${COUNTED}
    test('b', () => assert.deepEqual([globalThis.open, globalThis.tests], [1, 1]))
    test('c', (t) => t.test('d', () => assert.equal(globalThis.open, 2)))`,
  )
  assert.equal(outcome.passed, 2)
  assert.deepEqual(
    outcome.failures.map(({ where, test }) => [basename(where), test]),
    [['two.test.mjs', 'c › d']],
  )
  assert.deepEqual(
    outcome.lines.map((line) => /^(\S+) .*?(\w+)\.test\.mjs \((\d)/.exec(line)?.slice(1)),
    [
      ['ok', 'one', '1'],
      ['FAILED', 'two', '1'],
    ],
  )
})

test('of files that share a process, one that breaks is told, and the others run', async () => {
  const outcome = await outcomeOf(
    `import './missing.mjs'`,
    `import { test } from 'node:test'
    test('a', () => {})
    test.todo('b')`,
  )
  assert.equal(outcome.passed, 1)
  const told = [...outcome.failures, ...outcome.skipped]
  assert.deepEqual(
    told.map(({ where, test }) => [basename(where), test]),
    [
      ['one.test.mjs', 'the file is loaded'],
      ['two.test.mjs', 'b'],
    ],
  )
  assert.match(told[0]?.reason ?? '', /Cannot find module/)
})

test('a file that ends the process that it shares fails, and so does what was to come behind it', async () => {
  const outcome = await outcomeOf(
    `import { test } from 'node:test'
    test('leaves', () => globalThis['process']['exit'](3))`,
    `import { test } from 'node:test'
    test('a', () => {})`,
  )
  assert.equal(outcome.passed, 0)
  const where = new Set(outcome.failures.map((failure) => basename(failure.where)))
  assert.ok(where.has('two.test.mjs'))
  assert.ok(
    outcome.failures.some(({ reason }) => /ended before it: .*one\.test\.mjs, .*two\.test/.test(reason)),
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
