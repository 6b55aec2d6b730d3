/**
 * Runs the tests beside the code: each file in a process of its own, three more at a time than there are cores, since
 * half of what they do is waiting for a database, a disk or a peer.
 */
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { run } from 'node:test'
import { FileTally } from './file-tally.ts'
import { didNotRun, isGood, type Outcome, sum } from './outcome.ts'
import { repository } from './places.ts'

/** For one test (one that holds others: for all of them), and for a whole file: then its process is ended. */
const TEST_TIMEOUT_MS = 300_000
const FILE_TIMEOUT_MS = 600_000
const MOST_AT_A_TIME = 5

/** One to five minutes each: begun first, or the last of them would run alone at the end, on one core. */
const LONG = /\/(manifest|killed|file-set\.judge|dimse\/main|registry|examine-node|proof|mailbox)\.test\.ts$/

export async function runUnitTests(files: readonly string[], say: (line: string) => void): Promise<Outcome> {
  const waiting = [...files.filter((file) => LONG.test(file)), ...files.filter((file) => !LONG.test(file))]
  const outcomes: Outcome[] = []
  const worker = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      outcomes.push(await runFile(file, say))
    }
  }
  await Promise.all(Array.from({ length: Math.min(availableParallelism() + 3, MOST_AT_A_TIME) }, worker))
  return sum(outcomes)
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
