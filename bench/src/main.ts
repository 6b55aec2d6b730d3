/** `npm run bench`: options, signals, output. What happens in between is in run.ts. */
import { cpus, totalmem } from 'node:os'
import { benchDimse } from './dimse/main.ts'
import { benchFlood } from './flood/main.ts'
import { benchGrowth } from './growth/main.ts'
import { HELP, Misuse, type Options, readOptions } from './options.ts'
import { benchRecords } from './records/main.ts'
import { benchRelay } from './relay/main.ts'
import type { CaseFigures } from './reporting/figures.ts'
import { caseTable } from './reporting/table.ts'
import { type Listener, runBenchmark } from './run.ts'

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

function write(text: string): void {
  process.stdout.write(text)
}

function head({ rounds, isQuick }: Options): string {
  const { processor, cores, memoryBytes, node } = machine()
  const memory = `${Math.round(memoryBytes / 1024 ** 3)} GiB`
  const warning = isQuick ? 'Quick run: it works, but these figures say nothing.\n' : ''
  return `Node.js ${node}, ${cores} × ${processor}, ${memory}; rounds: ${rounds}; median (min–max)\n${warning}`
}

async function run(options: Options): Promise<void> {
  const startedAt = new Date().toISOString()
  const asked = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => asked.abort(new Error(`ended by ${signal}`)))
  }
  const cases: CaseFigures[] = []
  const { rounds, seed, isQuick: quick, isJson } = options
  const listener: Listener = {
    onProgress: (line) => console.error(line),
    onCase(figures) {
      cases.push(figures)
      if (!isJson) write(`\n${caseTable(figures)}\n`)
    },
  }
  if (!isJson) write(head(options))
  await runBenchmark(options, listener, asked.signal)
  if (isJson)
    write(`${JSON.stringify({ machine: machine(), startedAt, rounds, seed, quick, cases }, null, 2)}\n`)
}

try {
  const [first, ...rest] = process.argv.slice(2)
  if (first === 'dimse') {
    await benchDimse(rest, write)
  } else if (first === 'flood') {
    await benchFlood(rest, write)
  } else if (first === 'growth') {
    await benchGrowth(rest, write)
  } else if (first === 'records') {
    await benchRecords(rest, write)
  } else if (first === 'relay') {
    await benchRelay(rest, write)
  } else {
    const options = readOptions(process.argv.slice(2))
    if (options === 'help') write(HELP)
    else await run(options)
  }
} catch (error) {
  console.error(error instanceof Misuse ? error.message : error)
  process.exitCode = error instanceof Misuse ? 2 : 1
}
