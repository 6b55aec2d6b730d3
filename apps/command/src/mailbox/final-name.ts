/** A file gets its name when it is whole: until then it is called `NAME.part`. */
import { link, open, rename, rm, stat } from 'node:fs/promises'
import { NodeError } from '@epacs/node/client'

/** Where somebody else has taken the name meanwhile, nothing of theirs is replaced. */
export async function takeName(part: string, path: string): Promise<void> {
  try {
    await link(part, path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new NodeError(`${path} exists by now; what was downloaded is ${part}.`, { cause: error })
    }
    // A file system without second names.
    await rename(part, path)
    return
  }
  await rm(part)
}

export async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  )
}

/** Of a file, its bytes; of a folder, its names. */
export async function sync(path: string): Promise<void> {
  // Folders cannot be opened on Windows.
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
