/**
 * A finished build put where the last one is served from, while it is served: each file is there at every moment, the old
 * one or the new one, and a page never names a file that has not come yet.
 */
import { mkdir, readdir, rename, rm, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** The portal's page. Its time tells of what age the build is, so it comes after all others. */
const PAGE = 'index.html'
const PAGES = /\.html(\.br|\.gz)?$/

/**
 * @param fresh the finished build, on the same file system; nothing of it is left there
 * @param place holds exactly its files then
 * @param begunAt of it: what is saved in the sources later is newer
 */
export async function putIntoPlace(fresh: string, place: string, begunAt: Date): Promise<void> {
  const files = await filesIn(fresh)
  await utimes(join(fresh, PAGE), begunAt, begunAt)
  for (const file of [...files].sort((a, b) => turnOf(a) - turnOf(b))) {
    await mkdir(dirname(join(place, file)), { recursive: true })
    await rename(join(fresh, file), join(place, file))
  }
  const isOfBuild = new Set(files)
  for (const file of await filesIn(place)) {
    if (!isOfBuild.has(file)) await rm(join(place, file), { force: true })
  }
}

/** Files that pages name, then pages. */
function turnOf(file: string): number {
  if (file === PAGE) return 2
  return PAGES.test(file) ? 1 : 0
}

/** Relative to the folder. */
async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}
