/**
 * One demo per data folder. The lock names the processes of the run that holds it, so that the next start can tell a
 * running demo from one that was killed, and end what a killed one left behind.
 */
import { rm } from 'node:fs/promises'
import { z } from 'zod'
import { DemoFailure } from '../failure.ts'
import { readOptional, writeDurably } from './files.ts'
import { identify, isRunning, type ProcessIdentity, processIdentity } from './process-identity.ts'

const stored = z.object({
  demo: processIdentity,
  portal: z.string(),
  centre: processIdentity.optional(),
})

export interface DataLock {
  /** The centre of a former run that did not end it: it may still be running. */
  readonly formerCentre: ProcessIdentity | undefined
  noteCentre(pid: number): Promise<void>
  release(): Promise<void>
}

async function readLock(path: string): Promise<z.infer<typeof stored> | undefined> {
  const text = await readOptional(path)
  if (text === undefined) return undefined
  try {
    return stored.parse(JSON.parse(text))
  } catch {
    return undefined // not ours to understand: written by hand or by another version
  }
}

/** Throws a DemoFailure when a demo runs on this folder already. */
export async function takeLock(path: string, folder: string, portal: string): Promise<DataLock> {
  const former = await readLock(path)
  if (former !== undefined && (await isRunning(former.demo))) {
    throw new DemoFailure(
      `A demo already runs on the folder ${folder} (process ${former.demo.pid}, ${former.portal}): end it or choose another folder with --data DIR.`,
    )
  }
  const demo = await identify(process.pid)
  if (demo === undefined) throw new Error('this process cannot be found among the running ones')
  const formerCentre = former?.centre
  const write = (centre: ProcessIdentity | undefined) =>
    writeDurably(path, `${JSON.stringify({ demo, portal, ...(centre && { centre }) }, null, 2)}\n`, 0o600)
  await write(formerCentre)
  return {
    formerCentre,
    noteCentre: async (pid) => write(await identify(pid)),
    release: () => rm(path, { force: true }),
  }
}
