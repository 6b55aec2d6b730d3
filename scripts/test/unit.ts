/**
 * Runs the tests beside the code in processes of one file or several, three more at a time than there are cores, since
 * half of what they do is waiting for a database, a disk or a peer.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { run } from 'node:test'
import type { TestEvent } from 'node:test/reporters'
import { pathToFileURL } from 'node:url'
import { FileTally } from './file-tally.ts'
import { didNotRun, isGood, type Outcome, sum } from './outcome.ts'
import { repository } from './places.ts'
import { nextShare, sharingOf } from './shared-process.ts'

/** For one test (one that holds others: for all of them), and for a whole file: then its process is ended. */
const TEST_TIMEOUT_MS = 300_000
const FILE_TIMEOUT_MS = 600_000
const MOST_AT_A_TIME = 5
/** What is still open after the last test of a process keeps it from ending: a fault of one of its files. */
const END_WITHIN_MS = 30_000

const COLLECT_TESTS = new URL('./collect-tests.ts', import.meta.url).href

type Say = (line: string) => void

export async function runUnitTests(
  files: readonly string[],
  say: Say,
  processes = Math.min(availableParallelism() + 3, MOST_AT_A_TIME),
): Promise<Outcome> {
  const sharing = await sharingOf(files)
  const [alone, together] = [[...sharing.alone], [...sharing.together]]
  const outcomes: Outcome[] = []
  const worker = async () => {
    for (let file = alone.shift(); file !== undefined; file = alone.shift()) {
      outcomes.push(await runFile(file, say))
    }
    while (together.length > 0) {
      const [file = '', ...others] = together.splice(0, nextShare(together.length, processes))
      const running = others.length === 0 ? runFile(file, say) : runTogether([file, ...others], say)
      outcomes.push(await running)
    }
  }
  await Promise.all(Array.from({ length: processes }, worker))
  return sum(outcomes)
}

async function runFile(file: string, say: Say): Promise<Outcome> {
  const sinceMs = performance.now()
  const tally = new FileTally(file)
  for await (const event of eventsOf(resolve(repository, file), 1)) tally.take(event)
  return tell(file, tally.outcome(), performance.now() - sinceMs, say)
}

/** One after the other in one process. What it says after the last of them is told of all. */
async function runTogether(files: readonly string[], say: Say): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'epacs-together-'))
  try {
    const first = join(folder, 'together.mjs')
    await writeFile(first, startTogether(files))
    const outcomes: Outcome[] = []
    const missing = new Set(files)
    const all = files.join(', ')
    const ending = new AbortController()
    let tally = new FileTally(all, true)
    for await (const event of eventsOf(first, files.length, ending.signal)) {
      tally.take(event)
      const ended = suiteThatEnded(event)
      if (ended === undefined || !missing.delete(ended.name)) continue
      outcomes.push(tell(ended.name, tally.outcome(), ended.ms, say))
      tally = new FileTally(all, true)
      if (missing.size === 0) setTimeout(() => ending.abort(), END_WITHIN_MS).unref()
    }
    for (const file of missing) {
      outcomes.push(tell(file, didNotRun(file, `The process ended before it: ${all}`), 0, say))
    }
    return sum([...outcomes, tally.outcome()])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The files are imported from here, as a file is that has a process of its own: from their bundles. */
function startTogether(files: readonly string[]): string {
  const imports = files.map((file) => {
    const url = pathToFileURL(resolve(repository, file)).href
    return `  ${JSON.stringify(file)}: () => import(${JSON.stringify(url)}),\n`
  })
  return `import { runTogether } from ${JSON.stringify(COLLECT_TESTS)}\nawait runTogether({\n${imports.join('')}})\n`
}

function eventsOf(path: string, files: number, ending?: AbortSignal): AsyncIterable<TestEvent> {
  const timeout = AbortSignal.timeout(files * FILE_TIMEOUT_MS)
  const signal = ending === undefined ? timeout : AbortSignal.any([timeout, ending])
  return run({ files: [path], timeout: TEST_TIMEOUT_MS, signal })
}

function suiteThatEnded(event: TestEvent): { readonly name: string; readonly ms: number } | undefined {
  if (event.type !== 'test:pass' && event.type !== 'test:fail') return undefined
  const { name, nesting, details } = event.data
  return nesting === 0 ? { name, ms: details.duration_ms } : undefined
}

function tell(file: string, counted: Outcome, ms: number, say: Say): Outcome {
  const isEmpty = counted.passed + counted.failures.length + counted.skipped.length === 0
  const outcome = isEmpty ? didNotRun(file, 'The file holds no test.') : counted
  const state = isGood(outcome) ? 'ok    ' : 'FAILED'
  say(`${state} ${file} (${outcome.passed} passed, ${(ms / 1000).toFixed(1)} s)`)
  return outcome
}
