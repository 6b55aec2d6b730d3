/**
 * Writes the index beside the package as instances come. What is learnt of them later (one dropped, one moved by
 * it, one with a remark) is put in at the end, by writing the index once more; mostly there is nothing.
 */
import { Buffer } from 'node:buffer'
import { rename, rm } from 'node:fs/promises'
import { AppendFile } from './append-file.ts'
import { type Files, plainFiles } from './files.ts'
import { encodeIndexEntry, type IndexEntry, readIndex } from './package-index.ts'

const BUFFER_BYTES = 256 * 1024

export class IndexWriter {
  readonly #path: string
  readonly #revisedPath: string
  readonly #file: AppendFile
  readonly #files: Files

  private constructor(path: string, file: AppendFile, files: Files) {
    this.#files = files
    this.#path = path
    this.#revisedPath = `${path}.revised`
    this.#file = file
  }

  static async create(path: string, isSynced = true, files = plainFiles): Promise<IndexWriter> {
    const file = await AppendFile.create(path, { bufferBytes: BUFFER_BYTES, isSynced, files })
    return new IndexWriter(path, file, files)
  }

  async add(entry: IndexEntry): Promise<void> {
    await this.#file.append(Buffer.from(encodeIndexEntry(entry)))
  }

  /**
   * Everything to the disk.
   *
   * @param revise what becomes of the entry of each instance, by its number; undefined: it is dropped. Without it
   *   the index stays as it was written.
   */
  async finish(revise?: (entry: IndexEntry, instance: number) => IndexEntry | undefined): Promise<void> {
    await this.#file.finish()
    if (revise === undefined) return
    const revised = await AppendFile.create(this.#revisedPath, {
      bufferBytes: BUFFER_BYTES,
      files: this.#files,
    })
    let instance = 0
    for await (const entry of readIndex({ path: this.#path, files: this.#files })) {
      const kept = revise(entry, instance++)
      if (kept !== undefined) await revised.append(Buffer.from(encodeIndexEntry(kept)))
    }
    await revised.finish()
    await rename(this.#revisedPath, this.#path)
  }

  async discard(): Promise<void> {
    await this.#file.abandon()
    for (const path of [this.#path, this.#revisedPath]) await rm(path, { force: true })
  }
}
