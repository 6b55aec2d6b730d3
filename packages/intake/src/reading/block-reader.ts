/**
 * Reads a file by position through a few large blocks, the next one fetched while the present one is worked on.
 *
 * Small neighbouring reads (ZIP headers, entries of some kilobytes) are then served from memory, and a run through
 * the whole file goes at the speed of the disk without a stream's cost per chunk. Blocks are used again and again:
 * memory is BLOCKS × BLOCK_BYTES whatever the file's size.
 */
import { Buffer } from 'node:buffer'
import type { OpenedFile } from '@epacs/package'

export const BLOCK_BYTES = 1024 * 1024
const BLOCKS = 4

interface Block {
  readonly index: number
  readonly bytes: Buffer<ArrayBuffer>
  /** How many bytes of it the file has; rejects as reading does. */
  readonly filled: Promise<number>
}

/** Buffers that outlive one file, so that a thousand small files do not cost a thousand allocations. */
export class BlockPool {
  readonly #free: Buffer<ArrayBuffer>[] = []

  take(): Buffer<ArrayBuffer> {
    return this.#free.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES)
  }

  give(buffer: Buffer<ArrayBuffer>): void {
    if (this.#free.length < 2 * BLOCKS) this.#free.push(buffer)
  }

  /** Frees their memory, which the collector would keep for minutes. Every reader must be closed. */
  close(): void {
    for (const { buffer } of this.#free.splice(0)) buffer.transfer(0)
  }
}

/** Where in the file the bytes lie that are read. */
export interface Extent {
  readonly startBytes: number
  readonly sizeBytes: number
}

export class BlockReader {
  readonly sizeBytes: number
  readonly #startBytes: number
  readonly #handle: OpenedFile
  readonly #pool: BlockPool
  /** Oldest use first. */
  #blocks: Block[] = []

  /** Positions count from the beginning of the extent. */
  constructor(handle: OpenedFile, { startBytes, sizeBytes }: Extent, pool: BlockPool) {
    this.#handle = handle
    this.#startBytes = startBytes
    this.sizeBytes = sizeBytes
    this.#pool = pool
  }

  /**
   * The bytes from `start` to `end`, cut off at the end of the file. A chunk is valid until the next one is asked
   * for; only one range may be read at a time.
   */
  async *range(start: number, end: number): AsyncGenerator<Buffer> {
    const stop = Math.min(end, this.sizeBytes)
    for (let at = start; at < stop; ) {
      const index = Math.floor(at / BLOCK_BYTES)
      const block = await this.#block(index)
      const from = at - index * BLOCK_BYTES
      const chunk = block.subarray(from, Math.min(block.length, stop - index * BLOCK_BYTES))
      // The file has become shorter than it was when it was opened.
      if (chunk.length === 0) return
      yield chunk
      at += chunk.length
    }
  }

  /** A copy of the bytes from `start` on; shorter than `length` where the file ends. */
  async read(start: number, length: number): Promise<Buffer> {
    const copy = Buffer.allocUnsafe(Math.max(0, Math.min(length, this.sizeBytes - start)))
    let filled = 0
    for await (const chunk of this.range(start, start + copy.length)) filled += chunk.copy(copy, filled)
    return copy.subarray(0, filled)
  }

  /** @throws Error when the file is shorter or longer than its one extent was said to be */
  async requireWhole(): Promise<void> {
    const { size } = await this.#handle.stat()
    if (size !== this.sizeBytes) throw new Error(`a file has ${size} bytes instead of ${this.sizeBytes}`)
  }

  /** @throws Error when the file ends before the extent does */
  async requireExtent(): Promise<void> {
    const { size } = await this.#handle.stat()
    const endBytes = this.#startBytes + this.sizeBytes
    if (size < endBytes)
      throw new Error(`a file has ${size} bytes, and a part of it should end at ${endBytes}`)
  }

  /** Waits for reads under way and closes the file. */
  async close(): Promise<void> {
    const blocks = this.#blocks
    this.#blocks = []
    await Promise.allSettled(blocks.map(({ filled }) => filled))
    for (const { bytes } of blocks) this.#pool.give(bytes)
    await this.#handle.close()
  }

  async #block(index: number): Promise<Buffer> {
    const block = this.#fetch(index)
    if ((index + 1) * BLOCK_BYTES < this.sizeBytes) this.#fetch(index + 1)
    return block.bytes.subarray(0, await block.filled)
  }

  #fetch(index: number): Block {
    const held = this.#blocks.findIndex((block) => block.index === index)
    const [found] = held < 0 ? [] : this.#blocks.splice(held, 1)
    const block = found ?? this.#startReading(index)
    this.#blocks.push(block)
    return block
  }

  #startReading(index: number): Block {
    const oldest = this.#blocks.length >= BLOCKS ? this.#blocks.shift() : undefined
    const bytes = oldest?.bytes ?? this.#pool.take()
    // A block that is still being filled (read ahead, never used) must not be filled twice at once.
    const free = oldest === undefined ? Promise.resolve() : oldest.filled.then(ignore, ignore)
    const filled = free.then(() => this.#fill(bytes, index * BLOCK_BYTES))
    // A block read ahead may never be asked for: its failure is told when it is.
    filled.catch(ignore)
    return { index, bytes, filled }
  }

  async #fill(bytes: Buffer, position: number): Promise<number> {
    const wanted = Math.min(bytes.length, this.sizeBytes - position)
    let filled = 0
    while (filled < wanted) {
      const at = this.#startBytes + position + filled
      const { bytesRead } = await this.#handle.read(bytes, filled, wanted - filled, at)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return filled
  }
}

function ignore(): void {}
