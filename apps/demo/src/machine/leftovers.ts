/** Ends what a killed run left behind on the same data folder: its centre, and the database server below that. */
import { join } from 'node:path'
import { DemoFailure } from '../failure.ts'
import { readOptional } from './files.ts'
import {
  identify,
  isAtWorkIn,
  isRunning,
  type ProcessIdentity,
  signal,
  waitForEnd,
} from './process-identity.ts'

const ASK_FOR_MS = 8_000
const FORCE_FOR_MS = 3_000

/** Asks with `polite`, then insists. */
async function end(
  what: string,
  former: ProcessIdentity,
  polite: NodeJS.Signals,
  askForMs: number,
): Promise<boolean> {
  if (!(await isRunning(former))) return false
  try {
    signal(former, polite)
    if (await waitForEnd(former, askForMs)) return true
    signal(former, 'SIGKILL')
  } catch {
    throw new DemoFailure(
      `${what} of a former run (process ${former.pid}) belongs to another user and still runs: end it first.`,
    )
  }
  if (await waitForEnd(former, FORCE_FOR_MS)) return true
  throw new DemoFailure(`${what} of a former run (process ${former.pid}) does not end: end it first.`)
}

/**
 * The server that runs on a PostgreSQL data folder. After a kill its `postmaster.pid` stays, and the process id in the
 * first line may be another program's by now: only one that works in (or is told of) that folder is the server.
 */
async function runningDatabase(databaseFolder: string): Promise<ProcessIdentity | undefined> {
  const [pidText] = (await readOptional(join(databaseFolder, 'postmaster.pid')))?.split('\n') ?? []
  const pid = Number(pidText)
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  return (await isAtWorkIn(pid, databaseFolder)) ? identify(pid) : undefined
}

/** Returns what it had to end, for the progress line. */
export async function endLeftovers(
  formerCentre: ProcessIdentity | undefined,
  databaseFolder: string,
  askForMs = ASK_FOR_MS,
): Promise<readonly string[]> {
  const ended: string[] = []
  if (formerCentre !== undefined && (await end('The centre', formerCentre, 'SIGTERM', askForMs)))
    ended.push('centre')
  const database = await runningDatabase(databaseFolder)
  // SIGINT is PostgreSQL's fast shutdown: connections are cut, everything is written.
  if (database !== undefined && (await end('The database', database, 'SIGINT', askForMs)))
    ended.push('database')
  return ended
}
