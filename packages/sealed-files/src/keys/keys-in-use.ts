/**
 * Which master keys the files of a folder are encrypted with, in a file of it: their ids, one a line. So a key that is missing,
 * or wrong, is told before anything is read, and not by every file for itself.
 */
import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Files } from '@epacs/package'
import { SealedFiles } from '../sealed-files.ts'
import { EncryptionError } from './encryption-error.ts'

const NAME = 'encryption-keys'

/** @throws EncryptionError: what lies there cannot be read */
export async function requireKeysOf(root: string, files: Files): Promise<void> {
  const known = await keysInUse(root)
  if (!(files instanceof SealedFiles)) {
    if (known.length === 0) return
    throw new EncryptionError(
      `The files in ${root} are encrypted, and the configuration names no key: set encryption.keyFile or encryption.keyCommand.`,
    )
  }
  const missing = known.filter((id) => !files.hasKey(id))
  if (missing.length === 0) return
  throw new EncryptionError(
    `Files in ${root} are encrypted with the key ${missing.join(', ')}, which is not among the keys that encryption.keyFile or encryption.keyCommand give. Put it back behind the newest one, or take the right file.`,
  )
}

/** The newest key is among them when it resolves: before a file is encrypted with it. The folder has to be there. */
export async function noteNewestKey(root: string, files: Files): Promise<void> {
  if (!(files instanceof SealedFiles)) return
  const known = await keysInUse(root)
  if (known.includes(files.newestKeyId)) return
  await keepKeysInUse(root, [files.newestKeyId, ...known])
}

export async function keysInUse(root: string): Promise<readonly string[]> {
  return (await textOf(join(root, NAME))).split('\n').filter((line) => line !== '')
}

/** Durable when it resolves; until then what was there before is there. */
export async function keepKeysInUse(root: string, ids: readonly string[]): Promise<void> {
  const path = join(root, NAME)
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(ids.map((id) => `${id}\n`).join(''))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
  // Folders cannot be opened on Windows.
  if (process.platform === 'win32') return
  const folder = await open(root, 'r')
  await folder.sync().finally(() => folder.close())
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}
