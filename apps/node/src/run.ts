/** `epacs node run`: until it is told to stop. SIGHUP has it read its configuration again. */
import { destination, multistream, pino } from 'pino'
import { LiveConfig } from './config/live-config.ts'
import { readNodeConfig } from './config/read-config.ts'
import { RecentLog } from './recent-log.ts'
import { startNode } from './running-node.ts'

/**
 * What is cut goes on after the next start, as after kill -9: nobody waits longer for whatever does not end. Shorter than
 * the TimeoutStopSec of the service.
 */
const STOPS_WITHIN_MS = 20_000

/** @throws NodeError when it cannot start */
export async function runNode(configPath: string): Promise<void> {
  const asked = new Promise<void>((resolve) => {
    // On Windows the console closes with a SIGHUP.
    const ends: readonly NodeJS.Signals[] =
      process.platform === 'win32' ? ['SIGTERM', 'SIGINT', 'SIGHUP'] : ['SIGTERM', 'SIGINT']
    for (const signal of ends) process.once(signal, () => resolve())
  })
  let reload = () => {}
  // From the start: a SIGHUP that nobody listens for ends the process.
  if (process.platform !== 'win32') process.on('SIGHUP', () => reload())
  const config = await readNodeConfig(configPath)
  const { level } = config.logging
  const recentLog = new RecentLog()
  const log = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    multistream([
      { level, stream: destination(1) },
      { level, stream: recentLog },
    ]),
  )
  const live = new LiveConfig(configPath, config, log)
  reload = () => {
    live.reload().catch((error: unknown) => log.error({ err: error }, 'the configuration was not read'))
  }
  const running = await startNode(live, log, recentLog)
  log.info({ dicomPorts: running.dicomPorts, page: running.pageAddress }, 'ready')
  await asked
  setTimeout(() => {
    log.error({ withinMs: STOPS_WITHIN_MS }, 'the node did not stop in time, and ends all the same')
    process.exit(1)
  }, STOPS_WITHIN_MS).unref()
  await running.stop()
  log.info('stopped')
}
