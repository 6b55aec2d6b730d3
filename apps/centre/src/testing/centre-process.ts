/** The centre as a child process, as the demo and operators run it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { CrashPoint } from '../crash-points.ts'
import type { ApiClient } from './api-client.ts'
import { type Watching, watchedBy } from './disk/watching.ts'
import { lookForPatients } from './planted-patients.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const HELD = new URL('./held.ts', import.meta.url).href
const READY_WITHIN_MS = 180_000
const ASKED_EVERY_MS = 20
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
  /** Of one that is held: it begins. */
  go(): void
  /** Lines of its log that are errors. */
  readonly errors: readonly string[]
  untilReady(client: ApiClient): Promise<void>
  kill(): Promise<void>
  /** SIGTERM; how long it took. */
  stop(): Promise<{ seconds: number } & Ended>
}

export interface Surroundings {
  /** Gets the lines of its log that are warnings or worse; by default the standard output. */
  readonly shown?: NodeJS.WritableStream
  /** Its disk is followed. */
  readonly watching?: Watching | undefined
  /** What Node.js is started with; by default what the tests are. */
  readonly nodeArguments?: readonly string[]
  readonly environment?: Readonly<NodeJS.ProcessEnv>
  /** It loads its program and waits for `go`. */
  readonly isHeld?: boolean
}

export async function spawnCentre(
  configPath: string,
  crashAt?: CrashPoint | `${CrashPoint}:${number}`,
  {
    shown = process.stdout,
    watching,
    nodeArguments = ofTheTests(),
    environment,
    isHeld = false,
  }: Surroundings = {},
): Promise<CentreProcess> {
  const watched = watching === undefined ? { env: {}, args: [] } : watchedBy(watching)
  const crashing = crashAt === undefined ? {} : { EPACS_CRASH_AT: crashAt }
  const env = { ...process.env, ...environment, ...crashing, ...watched.env }
  const held = isHeld ? ['--import', HELD] : []
  const args = [...nodeArguments, ...watched.args, ...held, MAIN, configPath]
  const child: ChildProcess = spawn(process.execPath, args, {
    env,
    stdio: [isHeld ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  })
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
  // One that has ended cannot be told to go on: `ended` says that.
  child.stdin?.on('error', () => undefined)
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  return {
    pid,
    ended,
    complaint: () => complaint,
    errors,
    go: () => child.stdin?.end('\n'),
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
        await delay(ASKED_EVERY_MS)
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

function ofTheTests(): string[] {
  return process.execArgv.filter((each) => !each.startsWith('--test'))
}
