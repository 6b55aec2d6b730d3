import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outcomeOf } from './browser.ts'
import { matching } from './find-tests.ts'
import { Misuse, readOptions } from './options.ts'
import {
  closingLine,
  describeFailures,
  didNotRun,
  isGood,
  MOST_UNSTEADY,
  type Outcome,
  sum,
} from './outcome.ts'

const good: Outcome = { passed: 12, failures: [], skipped: [], unsteady: [] }

test('a run in which all passed closes with two numbers', () => {
  const outcome = sum([good, good])
  assert.equal(closingLine(outcome), '24 passed, 0 failed')
  assert.ok(isGood(outcome))
})

test('a part that could not run counts as failed and says why', () => {
  const outcome = sum([good, didNotRun('The browser tests', 'No browser.')])
  assert.equal(closingLine(outcome), '12 passed, 1 failed')
  assert.match(describeFailures(outcome), /1\) The browser tests\n {4}No browser\./)
  assert.ok(!isGood(outcome))
})

test('a run without any test is not a good one', () => {
  assert.ok(!isGood(sum([])))
})

test('a skipped test fails the run', () => {
  const skipped = { where: 'a.test.ts', test: 'slow', reason: 'Skipped' }
  const outcome = sum([good, { ...good, passed: 1, skipped: [skipped] }])
  assert.equal(closingLine(outcome), '13 passed, 0 failed, 1 skipped')
  assert.ok(!isGood(outcome))
})

test("Playwright's report is counted test by test; one that passed at the second attempt is told as unsteady", () => {
  const results = (message: string) => [{ errors: [{ message: `\u001b[31m${message}\u001b[39m` }] }]
  const outcome = outcomeOf({
    config: { rootDir: '/nowhere/e2e/tests' },
    errors: [{ message: 'the demo did not start' }],
    suites: [
      {
        specs: [],
        suites: [
          {
            specs: [
              {
                title: 'signs in',
                file: 'sign-in.spec.ts',
                tests: [
                  { projectName: 'cs', status: 'expected', results: [] },
                  { projectName: 'en', status: 'unexpected', results: results('no button') },
                  { projectName: 'cs-phone', status: 'flaky', results: results('late') },
                  { projectName: 'en-phone', status: 'skipped', results: [] },
                ],
              },
            ],
          },
        ],
      },
    ],
  })
  assert.equal(closingLine(outcome), '2 passed, 2 failed, 1 skipped')
  assert.deepEqual(
    outcome.failures.map(({ test, reason }) => [test, reason]),
    [
      ['', 'the demo did not start'],
      ['signs in (en)', 'no button'],
    ],
  )
  assert.deepEqual(
    outcome.unsteady.map(({ test, reason }) => [test, reason]),
    [['signs in (cs-phone)', 'late']],
  )
})

test('a few unsteady tests are told, many fail the run', () => {
  const unsteady = { where: 'a.test.ts', test: 'sends', reason: 'late' }
  const few = { ...good, unsteady: [unsteady] }
  assert.ok(isGood(few))
  assert.match(describeFailures(few), /1\) a\.test\.ts: sends \(UNSTEADY: passed when run again\)\n {4}late/)
  assert.ok(!isGood({ ...good, unsteady: Array.from({ length: MOST_UNSTEADY + 1 }, () => unsteady) }))
})

test('a person chooses parts and files', () => {
  assert.deepEqual(readOptions([]), {
    runsUnit: true,
    runsBrowser: true,
    inEveryView: false,
    patterns: [],
  })
  assert.deepEqual(readOptions(['unit', 'dicom']), {
    runsUnit: true,
    runsBrowser: false,
    inEveryView: false,
    patterns: ['dicom'],
  })
  const inEachView = readOptions(['--views', 'sending'])
  assert.ok(inEachView !== 'help' && inEachView.inEveryView)
  assert.equal(readOptions(['e2e', '--help']), 'help')
  assert.throws(() => readOptions(['--all']), Misuse)
  assert.deepEqual(matching(['a/x.test.ts', 'b/y.test.ts'], ['y.']), ['b/y.test.ts'])
})
