/** What a process that is watched has to know, by way of its environment. */
import { z } from 'zod'

const VARIABLE = 'EPACS_WATCHED_DISK'

const watchingSchema = z.object({
  /** Absolute. */
  folder: z.string(),
  journalFolder: z.string(),
  /** While it is there its `DiskFaults` happen. */
  faultsFile: z.string(),
  /** A line for each fault that happened. */
  toldFile: z.string(),
  seed: z.int(),
  /** A regular expression: syncs of files (`name`) and folders (`name/`) that it fits are not heard of. */
  deaf: z.string().nullable(),
})
export type Watching = z.output<typeof watchingSchema>

const PRELOAD = new URL('./watched-disk.ts', import.meta.url).href

/** For `spawnCentre`. */
export function watchedBy(watching: Watching): {
  readonly env: Readonly<Record<string, string>>
  readonly args: readonly string[]
} {
  return { env: { [VARIABLE]: JSON.stringify(watching) }, args: ['--import', PRELOAD] }
}

export function readWatching(): Watching {
  return watchingSchema.parse(JSON.parse(process.env[VARIABLE] ?? 'null'))
}
