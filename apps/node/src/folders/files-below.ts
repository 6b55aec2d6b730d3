/** The files of a folder tree, or the one file that a path names. Links are told of, and never followed. */
import { lstat, opendir } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'

export interface FileBelow {
  /** Begins with the name of what was asked for, with `/` between folders. */
  readonly path: string
  readonly filePath: string
  readonly kind: 'file' | 'other'
  readonly sizeBytes: number
  readonly changedMs: number
  /** By the system's own clock, which nobody sets back: content, name or rights (`ctime`). */
  readonly touchedMs: number
}

/** In no order. Fails as the file system does. */
export async function* filesBelow(root: string): AsyncGenerator<FileBelow> {
  const top = basename(root)
  const waiting = [root]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const stats = await lstat(at)
    if (stats.isDirectory()) {
      for await (const { name } of await opendir(at)) waiting.push(join(at, name))
      continue
    }
    yield {
      path: at === root ? top : `${top}/${relative(root, at).replaceAll('\\', '/')}`,
      filePath: at,
      kind: stats.isFile() ? 'file' : 'other',
      sizeBytes: stats.size,
      changedMs: stats.mtimeMs,
      touchedMs: stats.ctimeMs,
    }
  }
}
