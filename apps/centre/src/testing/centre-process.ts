/** The centre as a child process, as the demo and operators run it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { CrashPoint } from '../crash-points.ts'
import type { ApiClient } from './api-client.ts'
import { lookForPatients } from './planted-patients.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const READY_WITHIN_MS = 180_000
const ERROR_LINE = /^\{"level":"(error|fatal)"/
/** Looked through, and not shown. */
const QUIET_LINE = /^\{"level":"(trace|debug|info)"/

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface CentreProcess {
  readonly pid: number
  readonly ended: Promise<Ended>
  /** What it wrote on the standard error. */
  complaint(): string
  /** Lines of its log that are errors. */
  readonly errors: readonly string[]
  untilReady(client: ApiClient): Promise<void>
  kill(): Promise<void>
  /** SIGTERM; how long it took. */
  stop(): Promise<{ seconds: number } & Ended>
}

/** How Node.js is started; by itself as the tests are. */
export interface NodeStart {
  readonly arguments?: readonly string[]
  readonly environment?: Readonly<NodeJS.ProcessEnv>
}

/** @param shown gets the lines of its log that are warnings or worse */
export async function spawnCentre(
  configPath: string,
  crashAt?: CrashPoint | `${CrashPoint}:${number}`,
  shown: NodeJS.WritableStream = process.stdout,
  node: NodeStart = {},
): Promise<CentreProcess> {
  const own = process.execArgv.filter((each) => !each.startsWith('--test'))
  const crash = crashAt === undefined ? {} : { EPACS_CRASH_AT: crashAt }
  const env = { ...process.env, ...node.environment, ...crash }
  const args = [...(node.arguments ?? own), MAIN, configPath]
  const child: ChildProcess = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  await once(child, 'spawn')
  const { pid } = child
  if (pid === undefined) throw new Error('a spawned process has no id')
  const lines = child.stdout && createInterface(child.stdout)
  lines?.on('line', (line) => {
    lookForPatients(line, 'a line of the centre')
    if (!QUIET_LINE.test(line)) shown.write(`${line}\n`)
    if (ERROR_LINE.test(line)) errors.push(line)
  })
  const errors: string[] = []
  let complaint = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-20_000)
  })
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  return {
    pid,
    ended,
    complaint: () => complaint,
    errors,
    async untilReady(client) {
      let end: Ended | undefined
      void ended.then((how) => {
        end = how
      })
      const deadline = performance.now() + READY_WITHIN_MS
      while (performance.now() < deadline && end === undefined) {
        const isReady = await client.get('/readyz').then(
          ({ status }) => status === 200,
          () => false,
        )
        if (isReady) return
        await delay(50)
      }
      throw new Error(`the centre is not ready (${JSON.stringify(end)}): ${complaint}`)
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    async stop() {
      const startedMs = performance.now()
      child.kill('SIGTERM')
      const end = await ended
      return { seconds: (performance.now() - startedMs) / 1000, ...end }
    },
  }
}
