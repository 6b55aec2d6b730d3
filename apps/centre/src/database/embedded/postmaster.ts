/** A running PostgreSQL server as its own files and the system show it. */
import { readFile, readlink, realpath, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

export interface Postmaster {
  readonly pid: number
  readonly port: number
}

/**
 * The server that runs on this folder, if one does. The file that a killed server leaves behind is removed: its
 * process id may belong to any other process by now (after a restart of a container it nearly always does).
 */
export async function findPostmaster(folder: string): Promise<Postmaster | undefined> {
  const path = join(folder, 'postmaster.pid')
  const lines = await readFile(path, 'utf8').then(
    (text) => text.split('\n'),
    () => undefined,
  )
  if (lines === undefined) return undefined
  const pid = Number(lines[0])
  if (Number.isInteger(pid) && pid > 0 && (await isPostmaster(pid, folder))) {
    return { pid, port: Number(lines[3]) }
  }
  await rm(path, { force: true })
  return undefined
}

async function isPostmaster(pid: number, folder: string): Promise<boolean> {
  if (!isAlive(pid)) return false
  // Elsewhere than on Linux only PostgreSQL itself can tell; it keeps a lock of its own on the folder.
  if (process.platform !== 'linux') return true
  try {
    const [cwd, program] = await Promise.all([readlink(`/proc/${pid}/cwd`), readlink(`/proc/${pid}/exe`)])
    return cwd === (await realpath(folder)) && basename(program).startsWith('postgres')
  } catch {
    // Not ours to look at: then it does not run under our account, so it is not our server.
    return false
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Fast shutdown: clients are disconnected, everything committed is written. After the time limit: at once. */
export async function stopPostmaster(pid: number, timeoutMs: number): Promise<void> {
  for (const [signal, limitMs] of [
    ['SIGINT', timeoutMs],
    ['SIGQUIT', 2000],
    ['SIGKILL', 2000],
  ] as const) {
    if (!isAlive(pid)) return
    try {
      process.kill(pid, signal)
    } catch (error) {
      // It ended between the look and the signal.
      if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return
      throw error
    }
    const until = performance.now() + limitMs
    while (isAlive(pid) && performance.now() < until) await delay(20)
  }
}
