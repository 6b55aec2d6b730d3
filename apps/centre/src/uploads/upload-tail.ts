/**
 * The last chunk of an upload that lies there encrypted, as far as it was answered. When more comes, that chunk is written
 * again in its place, and a process that is killed meanwhile would leave neither the one nor the other: so it is kept beside
 * the file until what came is synced. An upload that comes in one piece, or in pieces of whole chunks, never needs it.
 */
import { unlink } from 'node:fs/promises'
import { type OpenedFile, readRange } from '@epacs/package'
import { CHUNK_BYTES, SealedFileError, type SealedFiles } from '@epacs/sealed-files'
import { ifPresent, sizeOf } from '../storage/index.ts'

const ENDING = '.tail'

interface Kept {
  /** Where in the upload the chunk begins. */
  readonly startBytes: number
  readonly bytes: Buffer
}

/** For the holder of the upload's lock. */
export class UploadTail {
  readonly #files: SealedFiles
  readonly #path: string

  constructor(files: SealedFiles, path: string) {
    this.#files = files
    this.#path = path
  }

  /** Before the chunk is written again. True: there is a new file, durable but for its name. */
  async keep(offsetBytes: number): Promise<boolean> {
    const length = offsetBytes % CHUNK_BYTES
    if (length === 0) return false
    const file = await this.#files.openGrowing(this.#path)
    try {
      // From before the files were encrypted: what is there is not written again.
      if (file.unitBytes === undefined) return false
      await this.#write(file, offsetBytes - length, length)
      return true
    } finally {
      await file.close()
    }
  }

  async forget(): Promise<void> {
    await ifPresent(unlink(this.#path + ENDING))
  }

  /** What a killed process left of the last chunks is cut off, and what was answered of them is there again. @returns the offset */
  async mended(): Promise<number> {
    const goodBytes = await this.#files.cutTorn(this.#path)
    if (goodBytes === undefined) return await sizeOf(this.#files, this.#path)
    const kept = await this.#kept()
    if (kept === undefined) return goodBytes
    const answeredBytes = kept.startBytes + kept.bytes.length
    // Had a power cut taken chunks before it, it would have nothing to stand on.
    const isMissing = goodBytes >= kept.startBytes && goodBytes < answeredBytes
    if (isMissing) await this.goBack(answeredBytes)
    // What a process that is gone wrote over it may be with the system alone: what was answered would go with it.
    else await this.#sync()
    await this.forget()
    return isMissing ? answeredBytes : goodBytes
  }

  /** What was written behind the offset is gone when it resolves, durably. */
  async goBack(offsetBytes: number): Promise<void> {
    const kept = await this.#kept()
    const file = await this.#files.open(this.#path, 'r+')
    try {
      const { size } = await file.stat()
      const isKept = kept !== undefined && kept.startBytes + kept.bytes.length === offsetBytes
      if (isKept && size >= kept.startBytes) {
        await file.truncate(kept.startBytes)
        await file.write(kept.bytes, 0, kept.bytes.length, kept.startBytes)
      } else await file.truncate(Math.min(offsetBytes, size))
      await file.datasync()
    } finally {
      await file.close()
    }
  }

  async #sync(): Promise<void> {
    const file = await this.#files.open(this.#path, 'r+')
    try {
      await file.datasync()
    } finally {
      await file.close()
    }
  }

  async #write(from: OpenedFile, startBytes: number, length: number): Promise<void> {
    const head = Buffer.alloc(8)
    head.writeBigUInt64BE(BigInt(startBytes))
    const tail = await this.#files.open(this.#path + ENDING, 'w+')
    try {
      await tail.write(head, 0, head.length, 0)
      let at = head.length
      for await (const chunk of readRange(from, startBytes, startBytes + length)) {
        await tail.write(chunk, 0, chunk.length, at)
        at += chunk.length
      }
      await tail.complete?.()
      await tail.datasync()
    } finally {
      await tail.close()
    }
  }

  /** Undefined also for one that is not complete: then nothing was written to the upload itself yet. */
  async #kept(): Promise<Kept | undefined> {
    try {
      const file = await ifPresent(this.#files.open(this.#path + ENDING, 'r'))
      if (file === undefined) return undefined
      try {
        const { size } = await file.stat()
        const parts: Buffer[] = []
        for await (const part of readRange(file, 0, size)) parts.push(part)
        const content = Buffer.concat(parts)
        if (content.length < 8) return undefined
        return { startBytes: Number(content.readBigUInt64BE()), bytes: content.subarray(8) }
      } finally {
        await file.close()
      }
    } catch (error) {
      if (error instanceof SealedFileError && error.problem !== 'unknown-key') return undefined
      throw error
    }
  }
}
