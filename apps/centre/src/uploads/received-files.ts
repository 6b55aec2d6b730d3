/**
 * The received bytes on disk: one file per upload, named by its id. The size of the file is the upload's
 * offset, so there is no second place that could disagree with it after a crash.
 *
 * A chunk that came with a checksum counts only once it was verified. Until then a marker beside the file
 * holds the offset to return to, in case the centre is killed in between.
 *
 * Of an encrypted file, the last chunk is written again when more comes (`UploadTail`).
 */
import { mkdir, open, opendir, readFile, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Files, type OpenedFile, plainFiles } from '@epacs/package'
import { SealedFiles } from '@epacs/sealed-files'
import { ifPresent, keepFolder, SharedFolderSyncs, sizeOf, syncFolder } from '../storage/index.ts'
import { FileSink } from './file-sink.ts'
import type { ChunkOptions, ChunkSink, ReceivedBytes } from './received-bytes.ts'
import { UploadTail } from './upload-tail.ts'

const MARKER = '.unverified'
const UPLOAD_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Younger files without a row may belong to a creation that is still running. */
const ORPHAN_AGE_MS = 3_600_000
const AT_ONCE = 500

export class ReceivedFiles implements ReceivedBytes {
  readonly isShared = false
  readonly #folder: string
  readonly #files: Files
  readonly #syncs = new SharedFolderSyncs()

  private constructor(folder: string, files: Files) {
    this.#folder = folder
    this.#files = files
  }

  /** @param files how they lie there */
  static async open(folder: string, files: Files = plainFiles): Promise<ReceivedFiles> {
    await keepFolder(folder)
    // Shards exist from the start: a creation costs no look at folders.
    for (let shard = 0; shard < 256; shard++) {
      await mkdir(join(folder, shard.toString(16).padStart(2, '0')), { recursive: true })
    }
    await syncFolder(folder)
    return new ReceivedFiles(folder, files)
  }

  path(uploadId: string): string {
    if (!UPLOAD_ID.test(uploadId)) throw new TypeError('not an upload id')
    return join(this.#folder, uploadId.slice(-2), uploadId)
  }

  async create(uploadId: string): Promise<void> {
    await (await this.#files.open(this.path(uploadId), 'wx')).close()
  }

  async openChunk(uploadId: string, { offsetBytes, isVerifiedLater }: ChunkOptions): Promise<ChunkSink> {
    if (isVerifiedLater) await this.markUnverified(uploadId, offsetBytes)
    const tail = this.#tail(uploadId)
    if (await tail?.keep(offsetBytes)) await this.syncName(uploadId)
    const sink = new FileSink(await this.#files.open(this.path(uploadId), 'r+'), offsetBytes)
    return {
      write: (chunks) => sink.write(chunks),
      sync: async () => {
        await sink.sync()
        // A file whose name went with the power is as good as lost, and only the first chunk may have brought it.
        if (offsetBytes === 0) await this.syncName(uploadId)
      },
      close: () => sink.close(),
      keep: async () => {
        if (isVerifiedLater) await this.markVerified(uploadId)
        await tail?.forget()
      },
      drop: () => this.restore(uploadId, offsetBytes),
    }
  }

  async openArriving(uploadId: string): Promise<OpenedFile> {
    return await this.#files.openGrowing(this.path(uploadId))
  }

  async bring(uploadId: string): Promise<string> {
    return this.path(uploadId)
  }

  /**
   * The offset to continue from; undefined when the file is gone. Only for the holder of the upload's lock:
   * bytes of an unverified chunk whose writer is gone are cut off here.
   */
  async offsetBytes(uploadId: string): Promise<number | undefined> {
    const path = this.path(uploadId)
    const verified = await ifPresent(readFile(path + MARKER, 'utf8'))
    // A marker cut short means that none of the chunk was written yet.
    if (verified?.endsWith('\n')) await this.restore(uploadId, Number(verified))
    else if (verified !== undefined) await this.markVerified(uploadId)
    const tail = this.#tail(uploadId)
    return tail === undefined ? await this.sizeBytes(uploadId) : await ifPresent(tail.mended())
  }

  async syncName(uploadId: string): Promise<void> {
    await this.#syncs.sync(dirname(this.path(uploadId)))
  }

  async sync(uploadId: string): Promise<void> {
    const file = await ifPresent(open(this.path(uploadId), 'r+'))
    if (file === undefined) return
    await file.datasync().finally(() => file.close())
    await this.syncName(uploadId)
  }

  async sizeBytes(uploadId: string): Promise<number | undefined> {
    return await ifPresent(sizeOf(this.#files, this.path(uploadId)))
  }

  /** To be called before the first byte of a chunk with a checksum is written. */
  async markUnverified(uploadId: string, offsetBytes: number): Promise<void> {
    const marker = await open(this.path(uploadId) + MARKER, 'w')
    try {
      await marker.writeFile(`${offsetBytes}\n`)
      await marker.datasync()
    } finally {
      await marker.close()
    }
    await this.syncName(uploadId)
  }

  /** Durably: a mark that a power cut brings back would take bytes that were answered. */
  async markVerified(uploadId: string): Promise<void> {
    await unlink(this.path(uploadId) + MARKER)
    await this.syncName(uploadId)
  }

  /**
   * Drops what was written after the offset, and then the mark: were the mark gone first, a power cut could leave bytes
   * that were refused, and were it to come back, it would take those that came after.
   */
  async restore(uploadId: string, offsetBytes: number): Promise<void> {
    const tail = this.#tail(uploadId)
    if (tail === undefined) await this.#cut(uploadId, offsetBytes)
    else await tail.goBack(offsetBytes)
    await ifPresent(unlink(this.path(uploadId) + MARKER))
    await tail?.forget()
    await this.syncName(uploadId)
  }

  async #cut(uploadId: string, offsetBytes: number): Promise<void> {
    const file = await open(this.path(uploadId), 'r+')
    try {
      await file.truncate(offsetBytes)
      await file.datasync()
    } finally {
      await file.close()
    }
  }

  /** Undefined: they lie there in the open. */
  #tail(uploadId: string): UploadTail | undefined {
    return this.#files instanceof SealedFiles ? new UploadTail(this.#files, this.path(uploadId)) : undefined
  }

  async remove(uploadId: string): Promise<void> {
    await ifPresent(unlink(this.path(uploadId)))
    await ifPresent(unlink(this.path(uploadId) + MARKER))
    await this.#tail(uploadId)?.forget()
  }

  /** Time since the last byte was written; 0 when the file is gone. */
  async ageMs(uploadId: string): Promise<number> {
    const facts = await ifPresent(stat(this.path(uploadId)))
    return facts === undefined ? 0 : Date.now() - facts.mtimeMs
  }

  async sweep(known: (ids: readonly string[]) => Promise<ReadonlySet<string>>): Promise<void> {
    let group: string[] = []
    for await (const id of this.list()) {
      group.push(id)
      if (group.length < AT_ONCE) continue
      await this.#removeOrphans(group, known)
      group = []
    }
    await this.#removeOrphans(group, known)
  }

  async #removeOrphans(
    ids: readonly string[],
    known: (ids: readonly string[]) => Promise<ReadonlySet<string>>,
  ): Promise<void> {
    if (ids.length === 0) return
    const kept = await known(ids)
    for (const id of ids) {
      if (!kept.has(id) && (await this.ageMs(id)) > ORPHAN_AGE_MS) await this.remove(id)
    }
  }

  /** Ids of all files, in no order. */
  async *list(): AsyncIterable<string> {
    for await (const shard of await opendir(this.#folder)) {
      if (!shard.isDirectory()) continue
      for await (const { name } of await opendir(join(this.#folder, shard.name))) {
        if (UPLOAD_ID.test(name)) yield name
      }
    }
  }
}
