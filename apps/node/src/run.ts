/** `epacs node run`: until it is told to stop. */
import { pino } from 'pino'
import { readNodeConfig } from './config/read-config.ts'
import { startNode } from './running-node.ts'

/** @throws NodeError when it cannot start */
export async function runNode(configPath: string): Promise<void> {
  const asked = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
  const config = await readNodeConfig(configPath)
  const log = pino({ level: config.logging.level, base: null, timestamp: pino.stdTimeFunctions.isoTime })
  const running = await startNode(config, log)
  log.info({ dicomPort: running.dicomPort, page: running.pageAddress }, 'ready')
  await asked
  await running.stop()
  log.info('stopped')
}
