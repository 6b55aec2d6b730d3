/** Files that are there whole or not at all, also after a power cut. */
import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Replaces what was there; for this user's eyes alone. */
export async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
  await syncFolder(dirname(path))
}

/** Its bytes, and its name in its folder. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  await file.sync().finally(() => file.close())
  await syncFolder(dirname(path))
}

export async function syncFolder(path: string): Promise<void> {
  // Folders cannot be opened on Windows.
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  await folder.sync().finally(() => folder.close())
}

/** Undefined instead of ENOENT. */
export async function ifPresent<T>(operation: Promise<T>): Promise<T | undefined> {
  try {
    return await operation
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
