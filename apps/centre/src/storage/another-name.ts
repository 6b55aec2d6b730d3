/** A finished file under a second name on the same volume: the bytes lie there once, and go with the last name. */
import { copyFile, link, open, stat } from 'node:fs/promises'
import type { DiskSpace } from './disk-space.ts'

/** A file system without hard links, or one that allows no further name for this file (ext4: 65,000). */
const NO_LINK = ['EPERM', 'EMLINK', 'EXDEV', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']

/**
 * Copies where there cannot be a second name, if there is space for it. Fails as linking and copying files do, and
 * when the copy does not fit into `space`.
 */
export async function anotherName(path: string, name: string, space: DiskSpace): Promise<true> {
  try {
    await link(path, name)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && NO_LINK.includes(String(error.code)))) throw error
    const { size } = await stat(path)
    if (!(await space.claim(size))) throw new Error(`no space for a copy of ${size} bytes`, { cause: error })
    await copyFile(path, name)
    const copy = await open(name, 'r+')
    try {
      await copy.sync()
    } finally {
      await copy.close()
    }
  }
  return true
}
