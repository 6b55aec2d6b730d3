/** One node works in a data folder. */

import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { NodeError } from './node-error.ts'

/** Held by the operating system, so that it ends with the process, however that ends. @returns what lets go of it */
export async function lockFolder(dataFolder: string): Promise<() => void> {
  const lock = new DatabaseSync(join(dataFolder, 'lock.sqlite'))
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive')
  } catch (error) {
    lock.close()
    throw new NodeError(`Another node is running with the data folder ${dataFolder}.`, { cause: error })
  }
  return () => lock.close()
}
