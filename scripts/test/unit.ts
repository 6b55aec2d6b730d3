/**
 * Runs the tests beside the code: each file in a process of its own, as many at a time as there are cores. A file
 * that failed is run again when it has the machine for itself: what passes then is told as unsteady.
 */
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { run } from 'node:test'
import { FileTally } from './file-tally.ts'
import { didNotRun, isGood, MOST_UNSTEADY, type Outcome, sum } from './outcome.ts'
import { repository } from './places.ts'

/** For one test (one that holds others: for all of them), and for a whole file: then its process is ended. */
const TEST_TIMEOUT_MS = 300_000
const FILE_TIMEOUT_MS = 600_000
const MOST_AT_A_TIME = 4

export async function runUnitTests(files: readonly string[], say: (line: string) => void): Promise<Outcome> {
  const waiting = [...files]
  const outcomes = new Map<string, Outcome>()
  const worker = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      outcomes.set(file, await runFile(file, say))
    }
  }
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), MOST_AT_A_TIME) }, worker))
  const failed = [...outcomes].filter(([, { failures }]) => failures.length > 0)
  if (failed.length <= MOST_UNSTEADY) {
    for (const [file, first] of failed) outcomes.set(file, await runAgain(file, first, say))
  }
  return sum([...outcomes.values()])
}

async function runAgain(file: string, first: Outcome, say: (line: string) => void): Promise<Outcome> {
  say(`again  ${file}, alone`)
  const second = await runFile(file, say)
  return isGood(second) ? { ...second, unsteady: first.failures } : first
}

async function runFile(file: string, say: (line: string) => void): Promise<Outcome> {
  const sinceMs = performance.now()
  const tally = new FileTally(file)
  const signal = AbortSignal.timeout(FILE_TIMEOUT_MS)
  for await (const event of run({ files: [resolve(repository, file)], timeout: TEST_TIMEOUT_MS, signal })) {
    tally.take(event)
  }
  const counted = tally.outcome()
  const isEmpty = counted.passed + counted.failures.length + counted.skipped.length === 0
  const outcome = isEmpty ? didNotRun(file, 'The file holds no test.') : counted
  const state = isGood(outcome) ? 'ok    ' : 'FAILED'
  const seconds = ((performance.now() - sinceMs) / 1000).toFixed(1)
  say(`${state} ${file} (${outcome.passed} passed, ${seconds} s)`)
  return outcome
}
