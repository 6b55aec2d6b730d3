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
 * Creates the folder with its parents and syncs every folder that got a new entry.
 *
 * @param mode of those that are created
 */
export async function createFolder(path: string, mode = 0o777): Promise<void> {
  const firstCreated = await mkdir(path, { recursive: true, mode })
  if (firstCreated === undefined) return
  const highest = dirname(firstCreated)
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    await syncFolder(folder)
    if (folder === highest || folder === dirname(folder)) return
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
