/**
 * All images in a node's data folder under the newest master key, while the node does not run: what is encrypted with an older
 * one gets a new header, what lies there in the open is written anew, encrypted, and takes its place. Broken off, it is
 * done again.
 */
import { link, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { plainFiles } from '@epacs/package'
import { keepKeysInUse, keysInUse, SealedFileError, SealedFiles } from '@epacs/sealed-files'
import type { NodeConfig } from '../config/schema.ts'
import { lockFolder } from '../data-folder.ts'
import { ifPresent, syncFile, syncFolder } from '../durable-file.ts'
import { NodeError } from '../node-error.ts'
import { keepFilesOfNode } from './files-of-node.ts'
import { readStored, writeStored } from './stored-file.ts'

export interface EncryptedFolder {
  /** Lay there in the open. */
  readonly encrypted: number
  /** Got a new header. */
  readonly rewrapped: number
  /** By path: encrypted with a key that is not at hand, or damaged. */
  readonly failed: readonly string[]
  /** Ids of keys that nothing is encrypted with any more. */
  readonly keysNoLongerUsed: readonly string[]
}

const FOLDERS = ['spool', 'outgoing', 'incoming', 'held'] as const
/** Digests and receipts: nothing of an image is in them. */
const IN_THE_OPEN: ReadonlySet<string> = new Set(['.sha256', '.jws'])
/** Of what this writes, until it takes its place. */
const UNFINISHED = '.sealing'

/** @throws NodeError: the configuration names no key, one is missing, or the node runs */
export async function encryptFolder(
  config: Pick<NodeConfig, 'dataFolder' | 'encryption'>,
  onProgress: (files: number) => void = () => {},
): Promise<EncryptedFolder> {
  const { dataFolder } = config
  const unlock = await lockFolder(dataFolder)
  try {
    const files = await keepFilesOfNode(config)
    if (!(files instanceof SealedFiles)) {
      throw new NodeError(
        'The configuration names no key to encrypt with: set encryption.keyFile or encryption.keyCommand.',
      )
    }
    const done = new Encrypting(files)
    let seen = 0
    for (const name of FOLDERS) {
      for await (const path of filesBelow(join(dataFolder, name))) {
        await done.take(path)
        onProgress(++seen)
      }
    }
    const { encrypted, rewrapped, failed } = done
    if (failed.length > 0) return { encrypted, rewrapped, failed, keysNoLongerUsed: [] }
    const before = await keysInUse(dataFolder)
    await keepKeysInUse(dataFolder, [files.newestKeyId])
    const keysNoLongerUsed = before.filter((id) => id !== files.newestKeyId)
    return { encrypted, rewrapped, failed, keysNoLongerUsed }
  } finally {
    unlock()
  }
}

class Encrypting {
  encrypted = 0
  rewrapped = 0
  readonly failed: string[] = []
  readonly #files: SealedFiles
  /** Of what lay there in the open, by the number that its names have in common: where it lies now. */
  readonly #moved = new Map<number, string>()

  constructor(files: SealedFiles) {
    this.#files = files
  }

  async take(path: string): Promise<void> {
    if (path.endsWith(UNFINISHED)) return await rm(path, { force: true })
    if (IN_THE_OPEN.has(extname(path))) return
    try {
      const found = await this.#files.rewrap(path)
      if (found === 'rewrapped') this.rewrapped++
      else if (found === 'plain' && (await this.#encrypt(path))) this.encrypted++
    } catch (error) {
      if (!(error instanceof SealedFileError)) throw error
      this.failed.push(path)
    }
  }

  /** @returns false: it is another name of one that was encrypted before */
  async #encrypt(path: string): Promise<boolean> {
    const { ino, nlink } = await stat(path)
    const unfinished = `${path}${UNFINISHED}`
    const moved = nlink > 1 ? this.#moved.get(ino) : undefined
    if (moved === undefined) {
      await writeStored(this.#files, unfinished, readStored(plainFiles, path))
      await syncFile(unfinished)
      this.#moved.set(ino, path)
    } else await link(moved, unfinished)
    await rename(unfinished, path)
    await syncFolder(dirname(path))
    return moved === undefined
  }
}

/** The names of each folder first: what is put in place of one is not met again. */
async function* filesBelow(folder: string): AsyncGenerator<string> {
  for (const entry of (await ifPresent(readdir(folder, { withFileTypes: true }))) ?? []) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else if (entry.isFile()) yield path
  }
}
