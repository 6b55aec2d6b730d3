/**
 * Which master keys the files of a folder are encrypted with, in a file of it: their ids, one a line. So a key that is missing,
 * or wrong, is told before anything is read, and not by every file for itself.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Files } from '@epacs/package'
import { SealedFiles } from '@epacs/sealed-files'
import { writeDurably } from '../durable-file.ts'
import { createFolder, ifPresent } from '../durable-folder.ts'
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

/** The newest key is among them when it resolves: before a file is encrypted with it. */
export async function noteNewestKey(root: string, files: Files): Promise<void> {
  if (!(files instanceof SealedFiles)) return
  const known = await keysInUse(root)
  if (known.includes(files.newestKeyId)) return
  await createFolder(root, 0o700)
  await keepKeysInUse(root, [files.newestKeyId, ...known])
}

export async function keysInUse(root: string): Promise<readonly string[]> {
  const text = (await ifPresent(readFile(join(root, NAME), 'utf8'))) ?? ''
  return text.split('\n').filter((line) => line !== '')
}

export async function keepKeysInUse(root: string, ids: readonly string[]): Promise<void> {
  await writeDurably(join(root, NAME), ids.map((id) => `${id}\n`).join(''))
}
