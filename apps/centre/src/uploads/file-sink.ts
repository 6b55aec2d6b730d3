/** A file that bytes are written into, from a position on, with vectored writes. */
import { giveUpChunk, type OpenedFile } from '@epacs/package'
import type { ByteSink } from './receive.ts'

/** Dirty pages are written back in steps of this, so that the final sync finds little left to do. */
const SYNC_EVERY_BYTES = 64 * 1024 * 1024

export class FileSink implements ByteSink {
  readonly #file: OpenedFile
  readonly #startBytes: number
  #positionBytes: number
  #isDoubtful = false
  #writtenBytes = 0
  #unsyncedBytes = 0
  #syncing: Promise<void> | undefined
  #error: { cause: unknown } | undefined

  constructor(file: OpenedFile, positionBytes = 0) {
    this.#file = file
    this.#startBytes = positionBytes
    this.#positionBytes = positionBytes
  }

  async write(chunks: readonly Buffer[]): Promise<void> {
    if (this.#error) throw this.#error.cause
    let left: Buffer = Buffer.alloc(0)
    let { bytesWritten } = await this.#file.writev([...chunks], this.#positionBytes)
    this.#advance(bytesWritten)
    const totalBytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
    // A volume that fills up takes a part first and says ENOSPC only on the next call.
    if (bytesWritten < totalBytes) left = Buffer.concat(chunks).subarray(bytesWritten)
    while (left.length > 0) {
      ;({ bytesWritten } = await this.#file.write(left, 0, left.length, this.#positionBytes))
      this.#advance(bytesWritten)
      left = left.subarray(bytesWritten)
    }
    for (const chunk of chunks) giveUpChunk(chunk)
    if (this.#unsyncedBytes >= SYNC_EVERY_BYTES) this.#syncing ??= this.#syncBehind()
  }

  async sync(): Promise<void> {
    await this.#syncing
    if (this.#error) throw this.#error.cause
    // Without a byte of its own it speaks for those before, which a process that ended may have left unsynced.
    if (this.#unsyncedBytes === 0 && this.#writtenBytes > 0) return
    try {
      await this.#file.datasync()
    } catch (cause) {
      this.#isDoubtful = true
      throw cause
    }
    this.#unsyncedBytes = 0
  }

  async close(): Promise<void> {
    await this.#syncing
    try {
      // What the kernel could not write it forgets that it has to: the next sync would succeed without these bytes.
      if (this.#isDoubtful) await this.#file.truncate(this.#startBytes)
    } finally {
      await this.#file.close()
    }
  }

  #advance(bytes: number): void {
    this.#positionBytes += bytes
    this.#writtenBytes += bytes
    this.#unsyncedBytes += bytes
  }

  async #syncBehind(): Promise<void> {
    const beforeBytes = this.#unsyncedBytes
    try {
      await this.#file.datasync()
      this.#unsyncedBytes -= beforeBytes
    } catch (cause) {
      this.#isDoubtful = true
      this.#error ??= { cause }
    } finally {
      this.#syncing = undefined
    }
  }
}
