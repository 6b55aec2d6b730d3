/** Folders as people have them on their disks: real images under names of their own. */
import { copyFile, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sharedData } from './network.ts'

/** `content`: path in the folder → path in the shared test data. Returns the folder. */
export async function folderOf(folder: string, content: Readonly<Record<string, string>>): Promise<string> {
  for (const [path, source] of Object.entries(content)) {
    const target = join(folder, path)
    await mkdir(dirname(target), { recursive: true })
    await copyFile(sharedData(source), target)
  }
  return folder
}
