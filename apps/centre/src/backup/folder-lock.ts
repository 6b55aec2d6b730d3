/** Backups into one folder come one after the other, whichever centres they are of: each removes what is not its own. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { BackupError } from './catalogue.ts'

export const FOLDER_LOCK = 'backup.lock'

/** https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5

/**
 * Held by the operating system, so that it ends with the process, however that ends; on a network drive as far as that
 * has locks (fcntl). Returns what lets go of it.
 *
 * @throws BackupError: another process holds it, or the folder has no locks
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, FOLDER_LOCK)
  let lock: DatabaseSync | undefined
  try {
    lock = new DatabaseSync(path)
    // Nothing is ever written there; a journal would lie beside it all the same.
    lock.exec('pragma journal_mode = memory; begin exclusive')
  } catch (error) {
    lock?.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) {
      throw new BackupError(`Another backup is being made into ${folder}.`, { cause: error })
    }
    const why = error instanceof Error ? error.message : 'unknown'
    throw new BackupError(`${path} cannot be locked (${why}). Can files be written and locked there?`, {
      cause: error,
    })
  }
  return () => lock.close()
}
