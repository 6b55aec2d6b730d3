/** Folders whose entries survive a power cut: a rename or unlink counts only once its folder was synced. */
import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'

export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/**
 * Creates the folder with its parents and syncs every folder that got a new entry; one that is there may be left as it is.
 *
 * @param mode of those that are created
 */
export async function createFolder(path: string, mode = 0o777): Promise<void> {
  const firstCreated = await mkdir(path, { recursive: true, mode })
  if (firstCreated === undefined) return
  const highest = dirname(firstCreated)
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    await (folder === highest ? syncForeignFolder(folder) : syncFolder(folder))
    if (folder === highest || folder === dirname(folder)) return
  }
}

/**
 * As `createFolder`, for those that a process begins with: of one that is there the parent is synced, for whoever made it may
 * have been killed before that. Then all that comes into it is as durable as it says.
 */
export async function keepFolder(path: string, mode?: number): Promise<void> {
  await createFolder(path, mode)
  await syncForeignFolder(dirname(path))
}

/** Of file systems that nobody writes to, and of folders that one may not open. */
const NOT_TO_BE_SYNCED: ReadonlySet<unknown> = new Set(['EACCES', 'EPERM', 'EROFS', 'EINVAL', 'ENOTSUP'])

/** One that may be somebody else's: entries can be made in it, or were, by who may not list it, which opening it asks for. */
async function syncForeignFolder(path: string): Promise<void> {
  try {
    await syncFolder(path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && NOT_TO_BE_SYNCED.has(error.code))) throw error
  }
}

/** Undefined instead of ENOENT: the thing is not there (any more). */
export async function ifPresent<T>(operation: Promise<T>): Promise<T | undefined> {
  try {
    return await operation
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
