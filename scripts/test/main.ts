/** `npm test`: sees to what the machine needs, runs every test, and closes with one line that tells the outcome. */
import { constants } from 'node:os'
import { join } from 'node:path'
import { runBrowserTests, VIEWS } from './browser.ts'
import { useBundles } from './bundles.ts'
import { browserTestFiles, matching, unitTestFiles } from './find-tests.ts'
import { closePlayground, endLeftOvers, openPlayground, type Playground } from './left-overs.ts'
import { MachineNotReady, prepareMachine } from './machine.ts'
import { HELP, Misuse, readOptions, type TestOptions } from './options.ts'
import { closingLine, describeFailures, didNotRun, isGood, type Outcome, sum } from './outcome.ts'
import { runUnitTests } from './unit.ts'

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

interface Part {
  readonly title: string
  readonly files: readonly string[]
  readonly run: (files: readonly string[], playground: Playground) => Promise<Outcome>
}

async function chosenParts(options: TestOptions): Promise<Part[]> {
  if (options.inEveryView) {
    const seen = matching(await browserTestFiles(), ['e2e/flows/', 'e2e/tests/'])
    const files = matching(seen, options.patterns)
    return VIEWS.map((view) => ({
      title: `Pages and flows, ${view}`,
      files,
      run: async () => await runBrowserTests(files, view),
    }))
  }
  const parts: Part[] = []
  if (options.runsUnit) {
    const files = matching(await unitTestFiles(), options.patterns)
    parts.push({ title: 'Tests beside the code', files, run: runBesideTheCode })
  }
  if (options.runsBrowser) {
    const files = matching(await browserTestFiles(), options.patterns)
    parts.push({ title: 'Browser tests', files, run: async () => await runBrowserTests(files) })
  }
  // A pattern may well match files of one part alone; without one, an empty part is a fault.
  return options.patterns.length === 0 ? parts : parts.filter(({ files }) => files.length > 0)
}

async function runBesideTheCode(files: readonly string[], { folder }: Playground): Promise<Outcome> {
  const undo = await useBundles(files, join(folder, 'bundled'))
  try {
    return await runUnitTests(files, say)
  } finally {
    undo()
  }
}

async function runPart({ title, files, run }: Part, playground: Playground): Promise<Outcome> {
  if (files.length === 0) return didNotRun(title, 'There are none.')
  say(`\n${title} (${files.length} files)`)
  const outcome = await run(files, playground)
  const behind = await endLeftOvers(playground)
  if (behind.length === 0) return outcome
  const reason = behind.map(({ pid, commandLine }) => `${pid}: ${commandLine.slice(0, 160)}`).join('\n')
  const failure = { where: title, test: 'processes were left running (and ended now)', reason }
  return { ...outcome, failures: [...outcome.failures, failure] }
}

async function runTests(options: TestOptions): Promise<boolean> {
  await prepareMachine(say)
  const parts = await chosenParts(options)
  if (parts.length === 0) {
    throw new Misuse(
      `No test file's path contains ${options.patterns.join(' or ')}: see "npm test -- --help".`,
    )
  }
  const playground = openPlayground()
  const tidyUp = async () => {
    await endLeftOvers(playground)
    await closePlayground(playground)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void tidyUp().finally(() => process.exit(128 + constants.signals[signal])))
  }
  const outcomes: Outcome[] = []
  try {
    for (const part of parts) outcomes.push(await runPart(part, playground))
  } finally {
    await tidyUp()
  }
  const outcome = sum(outcomes)
  say(`${describeFailures(outcome)}\n${closingLine(outcome)}`)
  return isGood(outcome)
}

try {
  const options = readOptions(process.argv.slice(2))
  if (options === 'help') process.stdout.write(HELP)
  else process.exitCode = (await runTests(options)) ? 0 : 1
} catch (error) {
  const isExpected = error instanceof Misuse || error instanceof MachineNotReady
  console.error(isExpected ? error.message : error)
  process.exitCode = error instanceof Misuse ? 2 : 1
}
