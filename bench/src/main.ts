/** `npm run bench`: options, signals, output. What happens in between is in run.ts. */
import { cpus, totalmem } from 'node:os'
import { HELP, Misuse, type Options, readOptions } from './options.ts'
import type { CaseFigures } from './reporting/figures.ts'
import { reportTable } from './reporting/table.ts'
import { runBenchmark } from './run.ts'

function machine() {
  const [first] = cpus()
  return {
    processor: first?.model ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
  }
}

function report(options: Options, cases: readonly CaseFigures[]): string {
  const { rounds, seed, isQuick, isJson } = options
  const about = { machine: machine(), startedAt: startedAt.toISOString(), rounds, seed, quick: isQuick }
  if (isJson) return `${JSON.stringify({ ...about, cases }, null, 2)}\n`
  const { processor, cores, memoryBytes, node } = about.machine
  const memory = `${Math.round(memoryBytes / 1024 ** 3)} GiB`
  const head = `Node.js ${node}, ${cores} × ${processor}, ${memory}; rounds: ${rounds}; median (min–max)`
  const warning = isQuick ? 'Quick run: it works, but these figures say nothing.\n' : ''
  return `${head}\n${warning}\n${reportTable(cases)}`
}

async function run(options: Options): Promise<void> {
  const asked = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => asked.abort(new Error(`ended by ${signal}`)))
  }
  const cases = await runBenchmark(options, (line) => console.error(line), asked.signal)
  process.stdout.write(report(options, cases))
}

const startedAt = new Date()
try {
  const options = readOptions(process.argv.slice(2))
  if (options === 'help') process.stdout.write(HELP)
  else await run(options)
} catch (error) {
  console.error(error instanceof Misuse ? error.message : error)
  process.exitCode = error instanceof Misuse ? 2 : 1
}
