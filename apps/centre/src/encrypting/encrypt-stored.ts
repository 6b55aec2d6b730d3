/**
 * All that lies in the data folder under the newest master key: what is encrypted with an older one gets a new header, what
 * lies there in the open from before is written anew, encrypted. A running centre may go on, if it was started with the same
 * keys; broken off, it is done again.
 */
import type { Dirent, Stats } from 'node:fs'
import { opendir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { EncryptionError, keepKeysInUse, keysInUse, SealedFiles } from '@epacs/sealed-files'
import { copyPackage } from '../backup/index.ts'
import { packagesNeeded } from '../intake/index.ts'
import type { Maintenance } from '../maintenance.ts'
import { ifPresent, keyOfFileName, ofOneFile, type PackageKey, PackageReadError } from '../storage/index.ts'

export interface EncryptOptions {
  readonly onProgress?: (packages: number) => void
}

export interface EncryptResult {
  /** Got a new header. */
  readonly rewrapped: number
  /** Packages that had lain there in the open. */
  readonly encrypted: number
  /** By path: not readable, encrypted with a key that is not at hand, damaged, or not as its digest says. */
  readonly failed: readonly string[]
  /** Uploads and what came by DICOM in the open: it is not touched, and goes when its message has come to an end. */
  readonly leftInTheOpen: number
  /** Ids of keys that nothing is encrypted with any more. */
  readonly keysNoLongerUsed: readonly string[]
}

/** Of the data folder; work in progress (`work/`) is gone with the next start. */
const FOLDERS = ['packages', 'uploads', 'dicom'] as const

/** @throws EncryptionError: the configuration names no key */
export async function encryptStored(
  { config, store, db }: Pick<Maintenance, 'config' | 'store' | 'db'>,
  { onProgress }: EncryptOptions = {},
): Promise<EncryptResult> {
  const { files } = store
  if (!(files instanceof SealedFiles)) {
    throw new EncryptionError(
      'The configuration names no key to encrypt with: set encryption.keyFile or encryption.keyCommand.',
    )
  }
  let [rewrapped, encrypted, leftInTheOpen, seen] = [0, 0, 0, 0]
  const failed: string[] = []
  for (const name of FOLDERS) {
    for await (const path of filesBelow(join(config.dataFolder, name))) {
      const found = await rewrap(files, path)
      const key = keyOfFileName(basename(path))
      if (found === 'failed') failed.push(path)
      else if (found === 'rewrapped') rewrapped++
      else if (found === 'plain' && key === undefined) leftInTheOpen++
      else if (found === 'plain' && path.endsWith('.zip') && key !== undefined) {
        if (await encrypt({ store, db }, key)) encrypted++
        else failed.push(path)
      }
      onProgress?.(++seen)
    }
  }
  if (failed.length > 0) return { rewrapped, encrypted, failed, leftInTheOpen, keysNoLongerUsed: [] }
  const before = await keysInUse(config.dataFolder)
  await keepKeysInUse(config.dataFolder, [files.newestKeyId])
  const keysNoLongerUsed = before.filter((id) => id !== files.newestKeyId)
  return { rewrapped, encrypted, failed, leftInTheOpen, keysNoLongerUsed }
}

/** Undefined: it was deleted meanwhile. */
async function rewrap(
  files: SealedFiles,
  path: string,
): Promise<'rewrapped' | 'newest' | 'plain' | 'failed' | undefined> {
  try {
    return await ifPresent(ofOneFile(files.rewrap(path)))
  } catch (error) {
    if (error instanceof PackageReadError) return 'failed'
    throw error
  }
}

/** Written beside it, compared with its digest, and put in its place. Deleted meanwhile, it stays deleted. */
async function encrypt({ store, db }: Pick<Maintenance, 'store' | 'db'>, key: PackageKey): Promise<boolean> {
  const copied = await copyPackage(store, store, key)
  // Whoever deletes it later than that finds what was put there.
  if (typeof copied === 'number' && (await packagesNeeded(db, [key])).length === 0) {
    await store.delete(key)
    return true
  }
  return typeof copied === 'number' || copied === 'gone'
}

async function* filesBelow(folder: string): AsyncGenerator<string> {
  if (!(await isFolder(folder))) return
  // The names first: what is put in place of one is not met again.
  const entries: Dirent[] = []
  for await (const entry of await opendir(folder)) entries.push(entry)
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else if (entry.isFile()) yield path
  }
}

async function isFolder(path: string): Promise<boolean> {
  const facts: Stats | undefined = await ifPresent(stat(path))
  return facts?.isDirectory() === true
}
