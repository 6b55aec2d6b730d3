/** A data folder that a backup is being brought back into: no centre belongs into half of it. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ifPresent } from '../storage/index.ts'
import { BackupError } from './catalogue.ts'

export const restoringMark = (dataFolder: string) => join(dataFolder, 'restoring.json')

/** @throws BackupError */
export async function refuseHalfRestored(dataFolder: string): Promise<void> {
  if ((await ifPresent(readFile(restoringMark(dataFolder)))) === undefined) return
  throw new BackupError(
    `A backup was being brought back into ${dataFolder} and is not all there: run epacs restore again.`,
  )
}
