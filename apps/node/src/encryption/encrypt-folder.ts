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

/** @throws NodeError: the configuration names no key, one is missing, the node runs, or root asks for it who is not its user */
export async function encryptFolder(
  config: Pick<NodeConfig, 'dataFolder' | 'encryption'>,
  onProgress: (files: number) => void = () => {},
): Promise<EncryptedFolder> {
  const { dataFolder } = config
  await requireOwner(dataFolder)
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

/** What root writes there the node itself could not read: neither its images nor the list of its keys. */
async function requireOwner(dataFolder: string): Promise<void> {
  const found = await ifPresent(stat(dataFolder))
  if (found === undefined) throw new NodeError(`There is no data folder ${dataFolder}.`)
  const { uid } = found
  if (uid === 0 || process.geteuid?.() !== 0) return
  throw new NodeError(
    `The data folder ${dataFolder} belongs to the user ${uid}, whose node could not read what root writes there: run the command as that user (\`runuser -u USER -- epacs node encrypt\`).`,
  )
}

class Encrypting {
  encrypted = 0
  rewrapped = 0
  readonly failed: string[] = []
  readonly #files: SealedFiles
  /** Of what lay there in the open under several names, by what these have in common: where it lies now. */
  readonly #moved = new Map<string, string>()

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
    const { dev, ino, nlink } = await stat(path)
    const unfinished = `${path}${UNFINISHED}`
    // The last of several names is the only one that is left. Nothing new lies in the open, so no number comes back.
    const file = `${dev} ${ino}`
    const moved = this.#moved.get(file)
    if (moved !== undefined) await link(moved, unfinished)
    else {
      try {
        await writeStored(this.#files, unfinished, readStored(plainFiles, path))
        await syncFile(unfinished)
      } catch (error) {
        // The disk may be full of it.
        await rm(unfinished, { force: true })
        throw error
      }
      if (nlink > 1) this.#moved.set(file, path)
    }
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
