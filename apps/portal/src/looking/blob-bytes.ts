/**
 * A chosen file, read by position. Neighbouring reads (a ZIP's local header and the data behind it, the first bytes of
 * a file and its header) are one read of the disk.
 */
import { NotLookedInto, type ReadableBytes } from '@epacs/intake/looking'

const blockBytes = 16 * 1024

interface Block {
  readonly start: number
  readonly bytes: Promise<Uint8Array>
}

export class BlobBytes implements ReadableBytes {
  readonly sizeBytes: number
  readonly #blob: Blob
  #block: Block | undefined

  constructor(blob: Blob) {
    this.#blob = blob
    this.sizeBytes = blob.size
  }

  /** Asks for the first bytes, which everybody wants. */
  begin(): void {
    this.#fetch(0, blockBytes)
  }

  /** Lets go of what was read. */
  forget(): void {
    this.#block = undefined
  }

  async read(start: number, length: number): Promise<Uint8Array> {
    const end = Math.min(start + length, this.sizeBytes)
    const held = this.#block
    if (held && start >= held.start) {
      const bytes = await held.bytes
      if (end <= held.start + bytes.length) return bytes.subarray(start - held.start, end - held.start)
    }
    const bytes = await this.#fetch(start, Math.max(length, blockBytes)).bytes
    return bytes.subarray(0, Math.max(0, end - start))
  }

  #fetch(start: number, length: number): Block {
    const block = { start, bytes: bytesOf(this.#blob.slice(start, start + length)) }
    // Its failure is met by whoever asks for the bytes.
    block.bytes.catch(() => undefined)
    this.#block = block
    return block
  }
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.arrayBuffer())
  } catch (error) {
    // The disk, or the rights to it: the browser says no more than that.
    throw new NotLookedInto('a file cannot be read', { cause: error })
  }
}
