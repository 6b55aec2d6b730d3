/** Files and folders as people have them, into a package: every file of them is looked at. */
import { join } from 'node:path'
import {
  type FileOutcome,
  type IntakeOptions,
  type IntakeResult,
  type IntakeSource,
  takeIn,
} from '@epacs/intake'
import { filesBelow } from './files-below.ts'

/** Fails as the file system does, and with the signal's reason. */
export async function packFiles(
  paths: readonly string[],
  options: Pick<IntakeOptions, 'packagePath' | 'workFolder' | 'files' | 'signal' | 'leaveOut' | 'onProgress'>,
): Promise<Pick<IntakeResult, 'package' | 'files' | 'studies'>> {
  const sources: IntakeSource[] = []
  const links: FileOutcome[] = []
  for (const path of paths) {
    for await (const { path: name, filePath, sizeBytes, kind } of filesBelow(path)) {
      if (kind === 'file') sources.push({ path: name, filePath, sizeBytes })
      else
        links.push({
          path: name,
          outcome: 'left-out',
          code: null,
          detail: 'No file, but a link or the like.',
        })
    }
  }
  sources.sort((one, other) => (one.path < other.path ? -1 : 1))
  const {
    package: made,
    files,
    studies,
  } = await takeIn(sources, {
    ...options,
    indexPath: join(options.workFolder, 'index'),
  })
  return { package: made, files: [...files, ...links], studies }
}
