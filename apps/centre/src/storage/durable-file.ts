/** Small files that are there whole or not at all, also after a power cut. */
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from './durable-folder.ts'

/**
 * Durable when it resolves; until then what was there before is there. By way of `PATH.new`, for this user's eyes alone.
 * Fails as writing files does, and takes `PATH.new` away then; the folder has to be there.
 */
export async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  try {
    const file = await open(`${path}.new`, 'w', 0o600)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(`${path}.new`, path)
  } catch (error) {
    // What is half must not fill a disk that is full; the first failure is what the caller has to know.
    await rm(`${path}.new`, { force: true }).catch(() => undefined)
    throw error
  }
  await syncFolder(dirname(path))
}
