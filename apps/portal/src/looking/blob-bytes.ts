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

  /**
   * Asks for the first bytes of files, which everybody wants, in one read: set up for each alone, reading thousands of
   * small files costs a browser two to three times the work, most of it in the process that the page waits for, too.
   */
  static begin(files: readonly BlobBytes[]): void {
    const beginnings = files.map((file) => file.#beginning())
    const together = bytesOf(new Blob(beginnings))
    let end = 0
    for (const [index, file] of files.entries()) {
      const beginning = beginnings[index] ?? new Blob()
      const start = end
      end += beginning.size
      // A copy, so that one that is kept keeps no others. One that cannot be read fails alone.
      const bytes = together.then(
        (all) => all.slice(start, start + beginning.size),
        () => bytesOf(beginning),
      )
      file.#hold(0, bytes)
    }
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

  /** Of a file that is no longer, itself: a slice is made anew in the browser's own process. */
  #beginning(): Blob {
    return this.sizeBytes <= blockBytes ? this.#blob : this.#blob.slice(0, blockBytes)
  }

  #fetch(start: number, length: number): Block {
    return this.#hold(start, bytesOf(this.#blob.slice(start, start + length)))
  }

  #hold(start: number, bytes: Promise<Uint8Array>): Block {
    const block = { start, bytes }
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
