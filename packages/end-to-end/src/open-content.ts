/** An end-to-end package's content, slot by slot as it comes. */
import type { KeyObject } from 'node:crypto'
import { CHUNK_BYTES, ChunkCipher, OVERHEAD_BYTES, SLOT_BYTES } from '@epacs/sealed-files'
import { EndToEndError } from './end-to-end-error.ts'
import { openHeader, sealedBytes } from './header.ts'

export class ContentOpener {
  readonly contentBytes: number
  /** Of the whole package. */
  readonly sealedBytes: number
  readonly #headerBytes: number
  readonly #cipher: ChunkCipher
  readonly #slots: number
  #next = 0

  private constructor(headerBytes: number, contentBytes: number, slotKey: KeyObject) {
    this.#headerBytes = headerBytes
    this.contentBytes = contentBytes
    this.sealedBytes = sealedBytes(headerBytes, contentBytes)
    this.#slots = Math.max(1, Math.ceil(contentBytes / CHUNK_BYTES))
    this.#cipher = new ChunkCipher(slotKey)
  }

  /** `header`: everything before the slots. @throws EndToEndError: it is for other keys, or was changed */
  static async open(
    header: Buffer,
    keyWithId: (id: string) => KeyObject | undefined,
  ): Promise<ContentOpener> {
    const { contentBytes, slotKey } = await openHeader(header, keyWithId)
    return new ContentOpener(header.length, contentBytes, slotKey)
  }

  /** Where the next slot lies in the package, in bytes, `end` exclusive; undefined: all of them were opened. */
  get next(): { readonly start: number; readonly end: number } | undefined {
    if (this.#next >= this.#slots) return undefined
    const start = this.#headerBytes + this.#next * SLOT_BYTES
    const isLast = this.#next === this.#slots - 1
    const content = isLast ? this.contentBytes - this.#next * CHUNK_BYTES : CHUNK_BYTES
    return { start, end: start + content + OVERHEAD_BYTES }
  }

  /** The next slot's content, known to be what was encrypted there. @throws EndToEndError: it is not */
  open(slot: Uint8Array): Buffer {
    const index = this.#next
    const content = this.#cipher.open(slot, { index, isLast: index === this.#slots - 1 })
    if (content === undefined) {
      throw new EndToEndError(
        `the encrypted package was changed after it was sent (part ${index + 1} of ${this.#slots})`,
      )
    }
    this.#next++
    return content
  }
}
