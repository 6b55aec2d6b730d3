/** `npm run simulate -- --institutions N --minutes M --faults`. Exit codes: 0 all well, 1 not, 2 called wrongly. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { HELP, type Options, readOptions } from './options.ts'
import { ProgressLine } from './progress-line.ts'
import { reportPage } from './report/page.ts'
import { summaryOf } from './report/summary.ts'
import { summaryText } from './report/text.ts'
import { runAsProgram } from './run-as-program.ts'
import { simulate } from './simulate.ts'

async function run(options: Options): Promise<number> {
  const stopping = new AbortController()
  // Its programs would go on without it: also when it is told twice, or its terminal is closed.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())
  const progress = new ProgressLine(options.isJson ? process.stderr : process.stdout)
  try {
    return await runTo(options, progress, stopping.signal)
  } catch (error) {
    if (!stopping.signal.aborted) throw error
    process.stderr.write(
      options.isKept ? 'Stopped; nothing of it runs.\n' : 'Stopped; nothing of it is left.\n',
    )
    return 1
  }
}

async function runTo(options: Options, progress: ProgressLine, stopping: AbortSignal): Promise<number> {
  const day = await simulate(options, (line) => progress.tell(line), stopping).finally(() => progress.end())
  const summary = { seed: options.seed, scale: options.scale, ...summaryOf(day) }
  const command = `npm run simulate -- ${process.argv.slice(2).join(' ')}`
  await mkdir(options.report, { recursive: true })
  const report = join(options.report, 'report.html')
  await writeFile(report, reportPage(day, summary, { command, seed: options.seed, scale: options.scale }))
  const json = `${JSON.stringify({ ...summary, findings: day.wrong }, undefined, 2)}\n`
  await writeFile(join(options.report, 'summary.json'), json)
  process.stdout.write(options.isJson ? json : summaryText(summary, day))
  const told = options.isJson ? process.stderr : process.stdout
  told.write(`report: ${relative(process.cwd(), report)}\n`)
  if (options.isKept) told.write(`data and logs: ${day.folder}\n`)
  return summary.isWell ? 0 : 1
}

await runAsProgram(readOptions(process.argv.slice(2)), HELP, run)
