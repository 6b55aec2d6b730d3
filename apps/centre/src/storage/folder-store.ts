/**
 * The package store in a folder:
 *
 *   packages/9f/3c/<message id>.<sha256>.zip     the package
 *   packages/9f/3c/<message id>.<sha256>.index   its index (NDJSON)
 *   work/<message id>-<random>/                  packages being written
 */
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, opendir, readdir, rename, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { type Files, type FileToOpen, type OpenedFile, plainFiles, readRange } from '@epacs/package'
import { noteNewestKey, requireKeysOf } from '@epacs/sealed-files'
import { reachPoint } from '../crash-points.ts'
import { anotherName } from './another-name.ts'
import { copyByBringing } from './copy-by-bringing.ts'
import { DiskSpace } from './disk-space.ts'
import { createFolder, ifPresent, keepFolder, syncFolder } from './durable-folder.ts'
import type { ByteRange, OpenPackage, PackageKey, PackageStore } from './package-store.ts'
import { keyOfFileName, type StoredKind, shardOf, storedName } from './stored-name.ts'
import { ofOneFile } from './unreadable-file.ts'
import { WorkFolders } from './work-folders.ts'

/**
 * Measured over TLS on two cores with a 1-GB file: 64 KiB 550 MB/s, 256 KiB 1,000 MB/s, 1 MiB 780 MB/s (each
 * buffer is then fresh memory from the kernel), three buffers used in turn 900 MB/s.
 */
const READ_BYTES = 256 * 1024

const SHARD_NAME = /^[0-9a-f]{2}$/

/**
 * @param reserveBytes what copies leave free on the volume
 * @param files how everything in it lies on the disk
 * @param use `read`: nothing is put into it, so that it needs no other keys than before
 * @throws EncryptionError: what lies there is encrypted with keys that are not at hand
 */
export async function openFolderStore(
  root: string,
  reserveBytes = 0,
  files: Files = plainFiles,
  use: 'kept' | 'read' = 'kept',
): Promise<PackageStore> {
  await requireKeysOf(root, files)
  if (use === 'kept' && !files.isPlain) {
    await createFolder(root, 0o700)
    await noteNewestKey(root, files)
  }
  const packages = join(root, 'packages')
  await keepFolder(packages)
  const work = await WorkFolders.open(root)
  return new FolderStore(packages, work, new DiskSpace(work.folder, reserveBytes), files)
}

class FolderStore implements PackageStore {
  readonly pieces = null
  readonly files: Files
  readonly #packages: string
  readonly #work: WorkFolders
  readonly #space: DiskSpace

  constructor(packages: string, work: WorkFolders, space: DiskSpace, files: Files) {
    this.files = files
    this.#packages = packages
    this.#work = work
    this.#space = space
  }

  async createWorkFolder(messageId: string): Promise<string> {
    return await this.#work.create(messageId)
  }

  async removeWorkFolder(path: string): Promise<void> {
    await this.#work.remove(path)
  }

  async sweepWorkFolders(): Promise<void> {
    await this.#work.sweep()
  }

  async put(key: PackageKey, files: { packagePath: string; indexPath: string }): Promise<void> {
    const shard = this.#shard(key)
    await mkdir(shard, { recursive: true })
    // The index first: whoever finds a package finds its index too.
    await rename(files.indexPath, this.#path(key, 'index'))
    await reachPoint('store.index-stored')
    await rename(files.packagePath, this.#path(key, 'zip'))
    // Whoever made the folders may not have come to sync them: another put under way, a process that was killed.
    for (const folder of [shard, dirname(shard), this.#packages]) await syncFolder(folder)
  }

  async open(key: PackageKey): Promise<OpenPackage | undefined> {
    const handle = await ifPresent(this.#ofOneFile(this.files.open(this.#path(key, 'zip'), 'r')))
    if (handle === undefined) return undefined
    try {
      const { size, mtime } = await this.#ofOneFile(handle.stat())
      return new OpenFile(handle, size, mtime)
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  async indexFile(key: PackageKey): Promise<FileToOpen | undefined> {
    const path = this.#path(key, 'index')
    const { files } = this
    return (await ifPresent(this.#ofOneFile(stat(path)))) === undefined ? undefined : { path, files }
  }

  async hasIndex(key: PackageKey): Promise<boolean> {
    return (await this.indexFile(key)) !== undefined
  }

  async bring(key: PackageKey, files: { packagePath: string; indexPath: string }): Promise<boolean> {
    const [hasPackage, hasIndex] = [
      await ifPresent(anotherName(this.#path(key, 'zip'), files.packagePath, this.#space)),
      await ifPresent(anotherName(this.#path(key, 'index'), files.indexPath, this.#space)),
    ]
    return hasPackage === true && hasIndex === true
  }

  async copy(from: PackageKey, to: PackageKey): Promise<boolean> {
    return await copyByBringing(this, from, to)
  }

  async delete(key: PackageKey): Promise<void> {
    await Promise.all([
      ifPresent(unlink(this.#path(key, 'zip'))),
      ifPresent(unlink(this.#path(key, 'index'))),
    ])
    // Also when there was nothing: a process that was killed may have taken them away, and not have come to sync it.
    await ifPresent(syncFolder(this.#shard(key)))
  }

  async sweepUnfinished(): Promise<number> {
    // What is not finished lies in work folders.
    return 0
  }

  async isAvailable(): Promise<boolean> {
    return true
  }

  async *list(messageId?: string): AsyncIterable<PackageKey> {
    if (messageId !== undefined) {
      const names = (await ifPresent(readdir(join(this.#packages, shardOf({ messageId }))))) ?? []
      for (const key of keysAmong(names)) if (key.messageId === messageId) yield key
      return
    }
    for await (const first of await opendir(this.#packages)) {
      if (!first.isDirectory() || !SHARD_NAME.test(first.name)) continue
      for await (const second of await opendir(join(this.#packages, first.name))) {
        if (!second.isDirectory() || !SHARD_NAME.test(second.name)) continue
        yield* keysAmong(await readdir(join(this.#packages, first.name, second.name)))
      }
    }
  }

  /** Of a disk that is away, or a folder that is not ours to read, each file would be unreadable. */
  async #ofOneFile<T>(operation: Promise<T>): Promise<T> {
    return await ofOneFile(operation, () => readdir(this.#packages))
  }

  #shard(key: PackageKey): string {
    return join(this.#packages, shardOf(key))
  }

  #path(key: PackageKey, kind: StoredKind): string {
    return join(this.#packages, storedName(key, kind))
  }
}

class OpenFile implements OpenPackage {
  readonly sizeBytes: number
  readonly storedAt: Date
  readonly #handle: OpenedFile

  constructor(handle: OpenedFile, sizeBytes: number, storedAt: Date) {
    this.#handle = handle
    this.sizeBytes = sizeBytes
    this.storedAt = storedAt
  }

  stream(range?: ByteRange): Readable {
    // The stream closes the handle, on its end as on its destruction.
    if (isHandle(this.#handle)) {
      return createReadStream('', { fd: this.#handle, highWaterMark: READ_BYTES, ...range })
    }
    const { start = 0, end = this.sizeBytes - 1 } = range ?? {}
    return streamOf(this.#handle, start, Math.min(end + 1, this.sizeBytes))
  }

  async *read(start: number, end: number): AsyncGenerator<Uint8Array> {
    const last = Math.min(end, this.sizeBytes)
    for (let at = start; at < last; ) {
      const chunk = Buffer.allocUnsafeSlow(Math.min(READ_BYTES, last - at))
      const { bytesRead } = await this.#handle.read(chunk, 0, chunk.length, at)
      if (bytesRead === 0) throw new Error(`a package of ${this.sizeBytes} bytes ends at ${at}`)
      yield chunk.subarray(0, bytesRead)
      at += bytesRead
    }
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }
}

/** What lies there in the open is read by the operating system's own handle. */
function isHandle(file: OpenedFile): file is FileHandle {
  return 'fd' in file
}

/** Of another one. Destroyed before it was read at all, it closes the file as well. */
function streamOf(file: OpenedFile, start: number, end: number): Readable {
  const chunks = readRange(file, start, end, READ_BYTES)
  return new Readable({
    highWaterMark: READ_BYTES,
    read() {
      chunks.next().then(
        ({ value, done }) => this.push(done === true ? null : value),
        (error: Error) => this.destroy(error),
      )
    },
    destroy(error, done) {
      // A read that is under way ends first: the generator takes one after another.
      chunks
        .return(undefined)
        .then(() => file.close())
        .then(
          () => done(error),
          (failure: Error) => done(error ?? failure),
        )
    },
  })
}

/**
 * Of the files of one shard, of which there are few. A process that was killed leaves an index without its package:
 * it holds names of files and is to be found, too.
 */
function* keysAmong(names: readonly string[]): Generator<PackageKey> {
  const keys = new Map<string, PackageKey>()
  for (const name of names) {
    const key = keyOfFileName(name)
    if (key !== undefined) keys.set(`${key.messageId} ${key.sha256}`, key)
  }
  yield* keys.values()
}
