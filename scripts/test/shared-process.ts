/**
 * Which test files may run in one process, one after the other: what they all load (a centre is a second of work) is
 * loaded once and runs warm. What changes or measures its process has one of its own.
 */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { repository } from './places.ts'

/** One to five minutes each: begun first, or the last of them would run alone at the end, on one core. */
const LONG =
  /\/(manifest|killed|file-set\.judge|dimse\/main|registry|examine-node|proof|mailbox|s3-store|rights|reading)\.test\.ts$/

/** In the text of a test: it changes what others in its process would meet, or measures what they would add to. */
const ITS_OWN =
  /\bmock\b|\bprocess\.(env|exit|exitCode|chdir|on|once|umask|memoryUsage|cpuUsage|title)\b|\bgc\b|setFlagsFromString|setDefault\w+|monitorEventLoopDelay|collectGarbage|\bmemory\b/i

const MOST_FILES = 12

export interface Sharing {
  readonly alone: readonly string[]
  readonly together: readonly string[]
}

/** @param files relative to the repository */
export async function sharingOf(files: readonly string[]): Promise<Sharing> {
  const isAlone = await Promise.all(
    files.map(
      async (file) => LONG.test(file) || ITS_OWN.test(await readFile(resolve(repository, file), 'utf8')),
    ),
  )
  const those = (which: boolean) => files.filter((_, position) => isAlone[position] === which)
  const alone = those(true)
  return {
    alone: [...alone.filter((file) => LONG.test(file)), ...alone.filter((file) => !LONG.test(file))],
    together: those(false),
  }
}

/** How many of those that wait the next process takes: fewer towards the end, for all processes to end together. */
export function nextShare(waiting: number, processes: number): number {
  return Math.max(1, Math.min(MOST_FILES, Math.ceil(waiting / processes)))
}
