/**
 * Every run has a temporary folder of its own and hands its children a mark in their environment. A process that
 * bears the mark or stands in the folder when the tests are over was left behind by one of them. (PostgreSQL runs
 * with an environment of its own, but in its data folder.)
 */
import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync } from 'node:fs'
import { readdir, readFile, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

export interface Playground {
  readonly folder: string
  readonly mark: string
}

export interface LeftOver {
  readonly pid: number
  readonly commandLine: string
}

const MARK = 'EPACS_TEST_RUN'
/** What was told to end a moment ago is given time to do so. */
const GRACE_MS = 3_000

export function openPlayground(): Playground {
  const folder = mkdtempSync(join(tmpdir(), 'epacs-test-'))
  // The embedded database of a run as root belongs to another account, which has to get through.
  chmodSync(folder, 0o711)
  const mark = randomUUID()
  process.env[MARK] = mark
  process.env.TMPDIR = folder
  // Each of some hundred processes would strip and compile the same modules again: a third of a centre's start.
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled')
  return { folder, mark }
}

/** Ends what was left behind and says what it was. */
export async function endLeftOvers(playground: Playground): Promise<LeftOver[]> {
  const until = performance.now() + GRACE_MS
  let found = await leftOvers(playground)
  while (found.length > 0 && performance.now() < until) {
    await delay(100)
    found = await leftOvers(playground)
  }
  for (const { pid } of found) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
    }
  }
  return found
}

export async function closePlayground({ folder }: Playground): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}

/** Linux only: elsewhere there is no /proc to ask, and nothing is found. */
async function leftOvers({ folder, mark }: Playground): Promise<LeftOver[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number)
  const found: LeftOver[] = []
  for (const pid of pids) {
    if (pid === process.pid) continue
    // Of processes that ended meanwhile, or belong to others, nothing can be read.
    const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')
    const workingFolder = await readlink(`/proc/${pid}/cwd`).catch(() => '')
    const isOurs =
      workingFolder === folder ||
      workingFolder.startsWith(`${folder}/`) ||
      (await read('environ')).includes(`${MARK}=${mark}`)
    if (!isOurs) continue
    const commandLine = (await read('cmdline')).replaceAll('\0', ' ').trim()
    // A zombie has no command line any more: it has ended, its parent has not looked yet.
    if (commandLine !== '') found.push({ pid, commandLine })
  }
  return found
}
