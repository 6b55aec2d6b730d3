/**
 * Every run has a temporary folder of its own and hands its children a mark in their environment. A process that
 * bears the mark or stands in the folder when the tests are over was left behind by one of them. (PostgreSQL runs
 * with an environment of its own, but in its data folder.)
 */
import { randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdtempSync, statfsSync } from 'node:fs'
import { readdir, readFile, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

export interface Playground {
  readonly folder: string
  /** In memory, for the databases of tests; undefined: there is too little of it. */
  readonly memory: string | undefined
  readonly mark: string
}

export interface LeftOver {
  readonly pid: number
  readonly commandLine: string
}

const MARK = 'EPACS_TEST_RUN'
/** Where Linux keeps files in memory. */
const IN_MEMORY = '/dev/shm'
const TMPFS = 0x01021994
const GIB = 1024 ** 3
/** Five or ten databases at a time, of 50 to 300 MB each; and what the tests themselves need. */
const DATABASES_BYTES = 4 * GIB
const TESTS_BYTES = 4 * GIB
/** What was told to end a moment ago is given time to do so. */
const GRACE_MS = 3_000

export function openPlayground(): Playground {
  const folder = makeFolder(tmpdir())
  const memory = hasMemory() ? makeFolder(IN_MEMORY) : undefined
  const mark = randomUUID()
  process.env[MARK] = mark
  process.env.TMPDIR = folder
  // A database has 1600 files: to make and remove them on a disk takes longer than many a test.
  process.env.EPACS_TEST_DATABASES = memory ?? folder
  // Each of some hundred processes would strip and compile the same modules again: a third of a centre's start.
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled')
  return { folder, memory, mark }
}

function makeFolder(parent: string): string {
  const folder = mkdtempSync(join(parent, 'epacs-test-'))
  // The embedded database of a run as root belongs to another account, which has to get through.
  chmodSync(folder, 0o711)
  return folder
}

function hasMemory(): boolean {
  if (!existsSync(IN_MEMORY)) return false
  const { type, bavail, bsize } = statfsSync(IN_MEMORY)
  return (
    type === TMPFS &&
    bavail * bsize >= DATABASES_BYTES &&
    process.availableMemory() >= DATABASES_BYTES + TESTS_BYTES
  )
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

export async function closePlayground({ folder, memory }: Playground): Promise<void> {
  for (const each of memory === undefined ? [folder] : [folder, memory]) {
    await rm(each, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Linux only: elsewhere there is no /proc to ask, and nothing is found. */
async function leftOvers({ folder, memory, mark }: Playground): Promise<LeftOver[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number)
  const found: LeftOver[] = []
  for (const pid of pids) {
    if (pid === process.pid) continue
    // Of processes that ended meanwhile, or belong to others, nothing can be read.
    const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')
    const workingFolder = await readlink(`/proc/${pid}/cwd`).catch(() => '')
    const isOurs =
      isInside(workingFolder, folder) ||
      (memory !== undefined && isInside(workingFolder, memory)) ||
      (await read('environ')).includes(`${MARK}=${mark}`)
    if (!isOurs) continue
    const commandLine = (await read('cmdline')).replaceAll('\0', ' ').trim()
    // A zombie has no command line any more: it has ended, its parent has not looked yet.
    if (commandLine !== '') found.push({ pid, commandLine })
  }
  return found
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}
