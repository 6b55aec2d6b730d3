/**
 * A file that one process works on at a time. SQLite holds a lock of the operating system on `NAME.lock` beside it: that ends with
 * its process, however the process ends, so that nothing stale is ever left to be judged.
 */
import { open, rm, stat } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'

const MOST_TRIES = 20

/** @returns what lets it go again; undefined: another process has it */
export async function takeForOneself(path: string): Promise<(() => Promise<void>) | undefined> {
  const lock = `${path}.lock`
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    await (await open(lock, 'a')).close()
    const before = await inodeOf(lock)
    const database = new DatabaseSync(lock, { timeout: 0 })
    if (!isLocked(database)) {
      database.close()
      return undefined
    }
    const now = await inodeOf(lock)
    if (now !== undefined && now === before) {
      return async () => {
        await rm(lock, { force: true })
        database.close()
      }
    }
    // Whoever had it has removed it meanwhile: what is locked is not what lies there.
    database.close()
  }
  return undefined
}

async function inodeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).ino
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** @returns whether this process has the lock now */
function isLocked(database: DatabaseSync): boolean {
  try {
    database.exec('begin exclusive')
    return true
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return false
    throw error
  }
}

const SQLITE_BUSY = 5
