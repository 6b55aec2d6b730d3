/**
 * Copies of indexes in the data folder: pages that list images read them many times. A copy's name holds the ETag of
 * what it was copied from, so that it counts across restarts and for several processes.
 */
import { createHash, randomBytes } from 'node:crypto'
import { readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createFolder, ifPresent } from '../durable-folder.ts'
import type { PackageKey } from '../package-store.ts'
import { fileName } from '../stored-name.ts'

/** Who was just told the path of a copy is about to open it: it stays, whatever space it takes. */
const IN_USE_MS = 600_000
/** Copies that nobody asks for go, also those of what another machine deleted: they hold names of files. */
const KEPT_MS = 24 * 3_600_000

export class IndexCopies {
  readonly #folder: string
  readonly #maxBytes: number
  readonly #underWay = new Map<string, Promise<string>>()
  /** Since the folder was looked at last; what others did is known then. */
  #bytes = 0

  private constructor(folder: string, maxBytes: number) {
    this.#folder = folder
    this.#maxBytes = maxBytes
  }

  static async open(folder: string, maxBytes: number): Promise<IndexCopies> {
    await createFolder(folder)
    const copies = new IndexCopies(folder, maxBytes)
    await copies.forgetSurplus()
    return copies
  }

  /**
   * @param fetch writes it to a path
   * @param anew even when there is a copy
   */
  async path(
    key: PackageKey,
    etag: string,
    fetch: (path: string) => Promise<void>,
    anew: boolean,
  ): Promise<string> {
    const path = this.#pathOf(key, etag)
    if (!anew && (await this.#touch(path))) return path
    const underWay = this.#underWay.get(path)
    if (underWay !== undefined) return await underWay
    const copying = this.#copy(path, fetch).finally(() => this.#underWay.delete(path))
    this.#underWay.set(path, copying)
    return await copying
  }

  /** What was just put needs not be fetched. The file is taken away. */
  async take(key: PackageKey, etag: string, file: string): Promise<void> {
    const path = this.#pathOf(key, etag)
    await createFolder(dirname(path))
    await rename(file, path)
    await this.#added(path)
  }

  async forget(key: PackageKey): Promise<void> {
    const folder = this.#shardOf(key)
    for (const name of (await ifPresent(readdir(folder))) ?? []) {
      if (name.startsWith(fileName(key, 'index'))) await rm(join(folder, name), { force: true })
    }
  }

  /** Those that were not used for the longest time, until what is left fits, and those that nobody asked for in a day. */
  async forgetSurplus(): Promise<void> {
    const now = Date.now()
    const files: { path: string; bytes: number; unusedMs: number }[] = []
    for (const shard of (await ifPresent(readdir(this.#folder))) ?? []) {
      for (const name of (await ifPresent(readdir(join(this.#folder, shard)))) ?? []) {
        const path = join(this.#folder, shard, name)
        const facts = await ifPresent(stat(path))
        if (facts !== undefined) files.push({ path, bytes: facts.size, unusedMs: now - facts.mtimeMs })
      }
    }
    files.sort((a, b) => b.unusedMs - a.unusedMs)
    let bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    for (const { path, bytes: own, unusedMs } of files) {
      if (unusedMs < KEPT_MS && (bytes <= this.#maxBytes || unusedMs < IN_USE_MS)) continue
      await rm(path, { force: true })
      bytes -= own
    }
    this.#bytes = bytes
  }

  #shardOf({ messageId }: PackageKey): string {
    return join(this.#folder, messageId.slice(-2))
  }

  #pathOf(key: PackageKey, etag: string): string {
    const version = createHash('sha256').update(etag).digest('hex').slice(0, 16)
    return join(this.#shardOf(key), `${fileName(key, 'index')}.${version}`)
  }

  async #copy(path: string, fetch: (path: string) => Promise<void>): Promise<string> {
    await createFolder(dirname(path))
    const part = `${path}.${randomBytes(6).toString('hex')}`
    try {
      await fetch(part)
      await rename(part, path)
    } catch (error) {
      await rm(part, { force: true })
      throw error
    }
    await this.#added(path)
    return path
  }

  async #touch(path: string): Promise<boolean> {
    const now = new Date()
    return (await ifPresent(utimes(path, now, now).then(() => true))) === true
  }

  async #added(path: string): Promise<void> {
    await this.#touch(path)
    this.#bytes += (await ifPresent(stat(path)))?.size ?? 0
    if (this.#bytes > this.#maxBytes) await this.forgetSurplus()
  }
}
