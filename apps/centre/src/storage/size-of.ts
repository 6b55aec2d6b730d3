/** How long the content of a file is that is not complete, however it lies on the disk. */
import { stat } from 'node:fs/promises'
import type { Files } from '@epacs/package'

/** Fails as opening files does. */
export async function sizeOf(files: Files, path: string): Promise<number> {
  if (files.isPlain) return (await stat(path)).size
  const file = await files.openGrowing(path)
  try {
    return (await file.stat()).size
  } finally {
    await file.close()
  }
}
