/** The master keys of the node's configuration, held against those that its data folder needs. */
import type { Files } from '@epacs/package'
import { EncryptionError, filesOf, noteNewestKey, requireKeysOf } from '@epacs/sealed-files'
import type { NodeConfig } from '../config/schema.ts'
import { NodeError } from '../node-error.ts'

type Needed = Pick<NodeConfig, 'dataFolder' | 'encryption'>

/** How files of images are read and written in the data folder. @throws NodeError: what lies there needs another key */
export async function filesOfNode({ dataFolder, encryption }: Needed): Promise<Files> {
  try {
    const files = await filesOf(encryption)
    await requireKeysOf(dataFolder, files)
    return files
  } catch (error) {
    if (error instanceof EncryptionError) throw new NodeError(error.message, { cause: error })
    throw error
  }
}

/** As `filesOfNode`, for who writes there: the folder knows the key before a file is encrypted with it. */
export async function keepFilesOfNode(config: Needed): Promise<Files> {
  const files = await filesOfNode(config)
  await noteNewestKey(config.dataFolder, files)
  return files
}
