/**
 * The received bytes in the store that all processes share: an upload is a list of pieces, each an object of its own, so
 * that any process goes on with it from the byte that the list reaches. A piece counts from the moment that it is in the
 * list, which takes it only where the list ends: whoever writes without knowing of another loses, and nothing is mixed.
 */
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type { Database } from '../database/index.ts'
import { PackageGoneError, PackageReadError, type PieceStore } from '../storage/index.ts'
import { NotAtHandError } from './not-at-hand.ts'
import { neededNames, piecesOf, receivedBytesOf, uploadsThatAreGone } from './piece-rows.ts'
import { PieceSink, uploadOfPiece } from './piece-sink.ts'
import type { ChunkOptions, ChunkSink, ReceivedBytes } from './received-bytes.ts'

/** Younger ones may be about to be listed: a chunk with a checksum is, when the whole of it has come. */
const FORGOTTEN_AFTER_MS = 48 * 3_600_000
const NAMES_AT_ONCE = 500

export class ReceivedPieces implements ReceivedBytes {
  readonly isShared = true
  readonly #store: PieceStore
  readonly #db: Kysely<Database>

  constructor(store: PieceStore, db: Kysely<Database>) {
    this.#store = store
    this.#db = db
  }

  async create(uploadId: string): Promise<void> {
    await this.#db.updateTable('upload').set({ received_bytes: 0 }).where('id', '=', uploadId).execute()
  }

  async openChunk(uploadId: string, options: ChunkOptions): Promise<ChunkSink> {
    return new PieceSink(this.#store, this.#db, uploadId, options)
  }

  async offsetBytes(uploadId: string): Promise<number | undefined> {
    return await receivedBytesOf(this.#db, uploadId)
  }

  /** Its row is its name. */
  async syncName(): Promise<void> {}

  /** Each piece in the list is. */
  async sync(): Promise<void> {}

  async sizeBytes(uploadId: string): Promise<number | undefined> {
    return await receivedBytesOf(this.#db, uploadId)
  }

  /** @throws NotAtHandError, StoreError; PackageReadError: what was put there is gone or was changed */
  async bring(uploadId: string, folder: string, signal: AbortSignal): Promise<string> {
    if ((await receivedBytesOf(this.#db, uploadId)) === undefined) {
      throw new NotAtHandError(`upload ${uploadId} is not in the store yet`)
    }
    const path = join(folder, uploadId)
    const file = await open(path, 'w')
    try {
      for (const { startBytes, sizeBytes, name, sha256 } of await piecesOf(this.#db, uploadId)) {
        const bytes = await this.#get(name, sizeBytes, signal)
        if (!createHash('sha256').update(bytes).digest().equals(sha256)) {
          throw new PackageReadError(`what the store gives out of ${name} is not what was put there`)
        }
        for (let at = 0; at < bytes.length; ) {
          at += (await file.write(bytes, at, bytes.length - at, startBytes + at)).bytesWritten
        }
      }
    } finally {
      await file.close()
    }
    return path
  }

  async #get(name: string, sizeBytes: number, signal: AbortSignal): Promise<Buffer> {
    try {
      return await this.#store.get(name, sizeBytes, signal)
    } catch (error) {
      if (!(error instanceof PackageReadError) || error instanceof PackageGoneError) throw error
      // The store answers otherwise: it fails in part, and will give it out again.
      throw new NotAtHandError(error.message, { cause: error })
    }
  }

  async remove(uploadId: string): Promise<void> {
    // First, so that nobody goes on with it.
    await this.#db.updateTable('upload').set({ received_bytes: null }).where('id', '=', uploadId).execute()
    for (const { name } of await piecesOf(this.#db, uploadId)) await this.#store.remove(name)
    await this.#db.deleteFrom('upload_piece').where('upload_id', '=', uploadId).execute()
  }

  async sweep(): Promise<void> {
    for (const uploadId of await uploadsThatAreGone(this.#db)) await this.remove(uploadId)
    const before = Date.now() - FORGOTTEN_AFTER_MS
    let group: string[] = []
    for await (const { name, storedAt } of this.#store.list()) {
      if (uploadOfPiece(name) === undefined || storedAt.getTime() > before) continue
      group.push(name)
      if (group.length < NAMES_AT_ONCE) continue
      await this.#removeForgotten(group)
      group = []
    }
    await this.#removeForgotten(group)
  }

  async #removeForgotten(names: readonly string[]): Promise<void> {
    const ids = new Set(names.flatMap((name) => uploadOfPiece(name) ?? []))
    const needed = await neededNames(this.#db, [...ids])
    for (const name of names) if (!needed.has(name)) await this.#store.remove(name)
  }
}
