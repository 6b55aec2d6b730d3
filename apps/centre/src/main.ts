/** `npm run centre -- CONFIG.json`: runs the centre until it is told to stop. */
import { flushCompileCache } from 'node:module'
import { parseArgs } from 'node:util'
import { collectWhenQuiet } from './collect-when-quiet.ts'
import { readConfig } from './config/index.ts'
import { openLogger } from './logging/index.ts'
import { isToldInWords } from './records.ts'
import { startCentre } from './running-centre.ts'

const USAGE = `Usage: npm run centre -- CONFIG.json

Runs the centre: the portal, the certificate entrance and the API. Ends on Ctrl-C or SIGTERM.
docs/configuration.md describes every option of the configuration.

  --help   show this

Exit code: 0 ended when asked to, 1 could not start or failed, 2 called wrongly.
`

const DONE = 0
const FAILED = 1
const MISUSED = 2

const START_ENDS_WITHIN_MS = 4000

function configPath(): string | number {
  try {
    const { values, positionals } = parseArgs({
      options: { help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    })
    if (values.help === true) {
      process.stdout.write(USAGE)
      return DONE
    }
    const [path, ...more] = positionals
    if (path !== undefined && more.length === 0) return path
    process.stderr.write(`Give one configuration file.\n\n${USAGE}`)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${USAGE}`)
  }
  return MISUSED
}

async function run(path: string): Promise<number> {
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
  const config = await readConfig(path)
  const log = openLogger(config.logging)
  const starting = startCentre(config, log)
  void asked.then(() => endEvenIfStartHangs(starting))
  const running = await starting
  // Otherwise written at the end alone, which a process that is killed does not come to: its next start would compile again.
  flushCompileCache()
  collectWhenQuiet()
  log.info(
    { portal: config.portal.publicUrl, certificateEntrance: config.certificateEntrance.publicUrl },
    'ready',
  )
  await asked
  log.info('stopping')
  await running.stop()
  log.info('stopped')
  return DONE
}

/** Asked to end while it starts: what has been started is stopped in order, if only the start comes to its end. */
async function endEvenIfStartHangs(starting: Promise<unknown>): Promise<void> {
  const timer = setTimeout(() => process.exit(FAILED), START_ENDS_WITHIN_MS)
  await starting.catch(() => undefined)
  clearTimeout(timer)
}

function tell(error: unknown): void {
  console.error(isToldInWords(error) ? error.message : error)
}

const path = configPath()
if (typeof path === 'number') process.exit(path)
try {
  process.exit(await run(path))
} catch (error) {
  tell(error)
  process.exit(FAILED)
}
