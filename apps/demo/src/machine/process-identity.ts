/**
 * Process ids are given out again: what a former run wrote down is only still the same process when its start time
 * agrees too. Linux tells it in /proc (ticks since boot, with the boot's id), other systems through ps.
 */
import { execFile } from 'node:child_process'
import { readFile, readlink, realpath } from 'node:fs/promises'
import { promisify } from 'node:util'
import { z } from 'zod'

export const processIdentity = z.object({ pid: z.int().positive(), startedAt: z.string() })
export type ProcessIdentity = z.infer<typeof processIdentity>

const run = promisify(execFile)

/** undefined: no such process. A zombie counts as gone: it holds nothing any more. */
async function startTime(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    try {
      const [stat, boot] = await Promise.all([
        readFile(`/proc/${pid}/stat`, 'utf8'),
        readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
      ])
      // The second field is the program's name in parentheses, which may itself hold spaces and parentheses.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      const [state, start] = [fields[0], fields[19]]
      return state === 'Z' || start === undefined ? undefined : `${boot.trim()}:${start}`
    } catch {
      return undefined // ended between two looks
    }
  }
  try {
    return (await run('ps', ['-o', 'lstart=', '-p', String(pid)])).stdout.trim()
  } catch {
    return undefined // ps ends with 1 when there is no such process
  }
}

/** Whether the process has `folder` as its working folder (Linux) or names it on its command line (elsewhere). */
export async function isAtWorkIn(pid: number, folder: string): Promise<boolean> {
  try {
    const real = await realpath(folder)
    if (process.platform === 'linux') return (await readlink(`/proc/${pid}/cwd`)) === real
    const { stdout } = await run('ps', ['-o', 'args=', '-p', String(pid)])
    return stdout.includes(folder) || stdout.includes(real)
  } catch {
    return false // it has ended, or is another user's, which is not ours to end
  }
}

export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  const startedAt = await startTime(pid)
  return startedAt === undefined ? undefined : { pid, startedAt }
}

export async function isRunning({ pid, startedAt }: ProcessIdentity): Promise<boolean> {
  return (await startTime(pid)) === startedAt
}

const LOOK_EVERY_MS = 50

/** true: it ended within `timeoutMs`. */
export async function waitForEnd(identity: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs
  while (await isRunning(identity)) {
    if (Date.now() >= deadline) return false
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
  return true
}

/** Signals a process that may have ended meanwhile. */
export function signal({ pid }: ProcessIdentity, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
