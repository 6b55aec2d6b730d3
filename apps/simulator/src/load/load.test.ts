import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Calls, percentile } from './calls.ts'
import { MemoryWatch, trendOf } from './memory.ts'
import { readOptions } from './options.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))

describe('what is told', () => {
  test('options that cannot be are told with their bounds', () => {
    assert.deepEqual(readOptions(['--processes', '1']), {
      wrong: '--processes is a whole number from 2 to 9',
    })
    assert.deepEqual(readOptions(['--minutes', '0']), {
      wrong: '--minutes is a number above 0, and 10080 at most',
    })
    assert.ok('wrong' in Object(readOptions(['--unknown'])))
    assert.equal(readOptions(['--help']), 'help')
  })

  test('an error counts where no process was away, from its beginning to its end', () => {
    const calls = new Calls()
    calls.aways.push({ fromMs: Date.now() + 60_000, toMs: undefined })
    calls.note('mailbox-list', Date.now() - 5, 200)
    calls.note('mailbox-list', Date.now() - 5, 503)
    calls.note('other', Date.now(), 'ECONNRESET')
    calls.note('other', Date.now(), 404)
    calls.fail('an event stream broke', Date.now() + 61_000)
    assert.equal(calls.count, 4)
    assert.deepEqual(
      calls.failuresOutside.map(({ told }) => told),
      ['mailbox-list: 503', 'other: ECONNRESET'],
    )
    assert.equal(calls.failuresWithin, 1)
    assert.equal(calls.listMs('nothing-away').length, 1)
    calls.aways.push({ fromMs: Date.now() - 2, toMs: Date.now() - 1 })
    assert.equal(calls.listMs('nothing-away').length, 0)
    assert.equal(calls.listMs('always').length, 1)
  })

  test('percentiles are by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, at) => at + 1)
    assert.equal(percentile(hundred, 0.99), 99)
    assert.equal(percentile([7], 0.5), 7)
    assert.equal(percentile([], 0.5), undefined)
  })

  test('memory that grows is seen within a life, and a process that comes back begins another', () => {
    const watch = new MemoryWatch()
    for (let second = 0; second <= 300; second++) {
      const resident = new Map([[0, 200]])
      if (second !== 150) resident.set(1, second < 150 ? 200 : 200 + second)
      watch.note(resident, second * 1000)
    }
    assert.equal(watch.lives.length, 3)
    const trends = watch.lives.map((life) => trendOf([life]).growth)
    assert.equal(trends[0], 1)
    assert.equal(trends[1], 1)
    assert.ok((trends[2] ?? 0) > 1.05, String(trends[2]))
    assert.equal(trendOf(watch.lives).peakBytes, 500)
  })
})

test('two processes, one of them killed: nothing is lost, and it goes on', async () => {
  const report = await mkdtemp(join(tmpdir(), 'epacs-load-report-'))
  try {
    // Errors and times are the long run's matter: here everything else runs beside it.
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [
      ...[MAIN, '--minutes', '0.2', '--processes', '2', '--kill-every', '5', '--institutions', '4'],
      ...['--senders', '2', '--nodes', '2', '--sessions', '2', '--line-mbit', '8', '--report', report],
    ]).catch((error: { readonly stdout: string; readonly stderr: string }) => error)
    const told = `${stdout}${stderr}`
    const summary = JSON.parse(
      await readFile(join(report, 'summary.json'), 'utf8').catch(() => assert.fail(told)),
    )
    assert.deepEqual({ wrong: summary.wrong, troubles: summary.troubles }, { wrong: [], troubles: [] }, told)
    assert.notEqual(summary.secondsToSettle, null, told)
    assert.ok(summary.messages >= 2, told)
    assert.ok(summary.kills >= 1, told)
    assert.ok(summary.listMs.count >= 1, told)
  } finally {
    await rm(report, { recursive: true })
  }
})
