/** `npm run load -- --minutes M`. Exit codes: 0 all well, 1 not, 2 called wrongly. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ProgressLine } from '../progress-line.ts'
import { runAsProgram } from '../run-as-program.ts'
import { HELP, type Options, readOptions } from './options.ts'
import { runLoad } from './run-load.ts'
import { loadText } from './summary.ts'

async function run(options: Options): Promise<number> {
  const stopping = new AbortController()
  // Its programs would go on without it: also when it is told twice, or its terminal is closed.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())
  const progress = new ProgressLine(options.isJson ? process.stderr : process.stdout)
  try {
    await mkdir(options.report, { recursive: true })
    const summary = await runLoad(options, (line) => progress.tell(line), stopping.signal).finally(() =>
      progress.end(),
    )
    const json = `${JSON.stringify(summary, undefined, 2)}\n`
    await writeFile(join(options.report, 'summary.json'), json)
    process.stdout.write(options.isJson ? json : loadText(summary))
    return summary.isWell ? 0 : 1
  } catch (error) {
    if (!stopping.signal.aborted) throw error
    process.stderr.write('Stopped; nothing of it is left.\n')
    return 1
  }
}

await runAsProgram(readOptions(process.argv.slice(2)), HELP, run)
