/** A stored package read against its digests: the whole, and each image where the index says that it lies. */
import { createHash, type Hash } from 'node:crypto'
import { type IndexEntry, PackageError, readIndex } from '@epacs/package'
import { SealedFileError } from '@epacs/sealed-files'
import { PackageGoneError, type PackageKey, PackageReadError, type PackageStore } from './package-store.ts'
import { ofOneFile } from './unreadable-file.ts'

export const STORED_PROBLEMS = [
  'package-missing',
  'package-changed',
  /** The disk, or the S3-compatible store, does not give it, or its index, out. */
  'package-unreadable',
  'index-missing',
  /** It is no index, or its places and digests are not those of the package. */
  'index-damaged',
] as const
export type StoredProblem = (typeof STORED_PROBLEMS)[number]

/**
 * Reads every byte once. Null: it is whole.
 *
 * @param pace called with the bytes that were read, awaited before the next ones are
 */
export async function checkStored(
  store: Pick<PackageStore, 'open' | 'indexFile'>,
  key: PackageKey,
  pace: (bytes: number) => void | Promise<void> = () => {},
): Promise<StoredProblem | null> {
  try {
    return await read(store, key, pace)
  } catch (error) {
    // Deleted while it was read.
    if (error instanceof PackageGoneError) return 'package-missing'
    if (isReadError(error)) return 'package-unreadable'
    throw error
  }
}

/** Of read(2): a sector that has gone (EIO); or of one file or object, also one that cannot be decrypted. That a store is away concerns every package. */
export function isReadError(error: unknown): boolean {
  if (error instanceof PackageReadError || error instanceof SealedFileError) return true
  return error instanceof Error && 'syscall' in error && error.syscall === 'read'
}

async function read(
  store: Pick<PackageStore, 'open' | 'indexFile'>,
  key: PackageKey,
  pace: (bytes: number) => void | Promise<void>,
): Promise<StoredProblem | null> {
  const open = await store.open(key)
  if (open === undefined) return 'package-missing'
  let images: ImageCheck | undefined
  try {
    const indexFile = await store.indexFile(key, { anew: true })
    const whole = createHash('sha256')
    images = indexFile === undefined ? undefined : new ImageCheck(readIndex(indexFile))
    let at = 0
    for await (const chunk of open.read(0, open.sizeBytes)) {
      whole.update(chunk)
      await images?.push(chunk, at)
      at += chunk.length
      await pace(chunk.length)
    }
    if (whole.digest('hex') !== key.sha256) return 'package-changed'
    if (images === undefined) return 'index-missing'
    return (await images.end()) ? null : 'index-damaged'
  } finally {
    await images?.close()
    await open.close()
  }
}

/** The images' digests, in the order in which they lie in the package, while it is read. */
class ImageCheck {
  readonly #entries: AsyncGenerator<IndexEntry>
  #entry: IndexEntry | undefined
  #hash: Hash = createHash('sha256')
  /** Nothing was asked of the index yet. */
  #isFresh = true
  #isWhole = true

  constructor(entries: AsyncGenerator<IndexEntry>) {
    this.#entries = entries
  }

  /** `at`: where the chunk begins in the package. */
  async push(chunk: Uint8Array, at: number): Promise<void> {
    if (this.#isFresh) await this.#next()
    const end = at + chunk.length
    while (this.#entry !== undefined && this.#isWhole && this.#entry.offset < end) {
      const { offset, sizeBytes, sha256 } = this.#entry
      const from = Math.max(offset, at)
      const to = Math.min(offset + sizeBytes, end)
      if (to > from) this.#hash.update(chunk.subarray(from - at, to - at))
      if (offset + sizeBytes > end) return
      if (offset < 0 || this.#hash.digest('hex') !== sha256) this.#isWhole = false
      const before = offset + sizeBytes
      await this.#next()
      // One that lies before its neighbour would not be compared at all.
      if (this.#entry !== undefined && this.#entry.offset < before) this.#isWhole = false
    }
  }

  /** Whether every image was there, and as the index says. */
  async end(): Promise<boolean> {
    if (this.#isFresh) await this.#next()
    return this.#isWhole && this.#entry === undefined
  }

  async close(): Promise<void> {
    await this.#entries.return(undefined)
  }

  async #next(): Promise<void> {
    this.#isFresh = false
    this.#hash = createHash('sha256')
    try {
      const { value, done } = await ofOneFile(this.#entries.next())
      this.#entry = done === true ? undefined : value
    } catch (error) {
      if (!(error instanceof PackageError)) throw error
      this.#entry = undefined
      this.#isWhole = false
    }
  }
}
