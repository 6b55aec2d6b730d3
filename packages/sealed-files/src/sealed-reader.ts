/** Reading a sealed file anywhere. */
import type { OpenedFile } from '@epacs/package'
import {
  CHUNK_BYTES,
  contentBytes,
  diskBytes,
  lastChunk,
  OVERHEAD_BYTES,
  SLOT_BYTES,
  slotOffset,
} from './layout.ts'
import { SealedFileError } from './sealed-file-error.ts'
import { openSlot, readSlots, SLOTS_AT_ONCE, type SlotsFile } from './slots.ts'

/** One that is complete: its last slot says so, which is looked at when it is opened. */
export class SealedReader implements OpenedFile {
  readonly unitBytes = CHUNK_BYTES
  protected readonly file: SlotsFile
  protected sizeBytes: number
  /**
   * The chunk that was opened last. Images lie one behind the other and are read one after the other: each begins in the chunk
   * that the one before it ended in, and small ones all lie in it.
   */
  #recent: { readonly index: number; readonly content: Buffer } | undefined

  protected constructor(file: SlotsFile, sizeBytes: number) {
    this.file = file
    this.sizeBytes = sizeBytes
  }

  /** @throws SealedFileError: it was cut short, changed, or never completed */
  static async open(file: SlotsFile): Promise<SealedReader> {
    const { size } = await file.handle.stat()
    const sizeBytes = contentBytes(size)
    const reader = new SealedReader(file, sizeBytes)
    const last = lastChunk(sizeBytes)
    const slot = await readSlots(file, last, size - Math.min(size, slotOffset(last)))
    const content = size === diskBytes(sizeBytes) ? openedAs(file, slot, last, true) : undefined
    if (content === undefined) {
      throw new SealedFileError('incomplete', `${file.path} was cut short, changed, or never completed.`)
    }
    reader.remember(last, content)
    return reader
  }

  async read(
    target: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesRead: number }> {
    const end = Math.min(position + length, this.sizeBytes)
    if (position >= end) return { bytesRead: 0 }
    const first = Math.floor(position / CHUNK_BYTES)
    const behind = Math.min(Math.ceil(end / CHUNK_BYTES), first + SLOTS_AT_ONCE)
    let filled = 0
    const take = (content: Buffer, index: number) => {
      const start = Math.max(0, position - index * CHUNK_BYTES)
      const part = content.subarray(start, end - index * CHUNK_BYTES)
      target.set(part, offset + filled)
      filled += part.length
    }
    const recent = this.#recent
    const isKnown = recent?.index === first
    if (isKnown) take(recent.content, first)
    const closed = isKnown ? first + 1 : first
    if (closed === behind) return { bytesRead: filled }
    const slots = await readSlots(this.file, closed, (behind - closed) * SLOT_BYTES)
    for (let index = closed; index < behind; index++) {
      const from = (index - closed) * SLOT_BYTES
      const content = this.openAt(slots.subarray(from, from + SLOT_BYTES), index)
      take(content, index)
      this.remember(index, content)
    }
    return { bytesRead: filled }
  }

  /** Of a file that is complete nothing changes any more. */
  protected remember(index: number, content: Buffer): void {
    this.#recent = { index, content }
  }

  protected openAt(slot: Uint8Array, index: number): Buffer {
    return openSlot(this.file, slot, { index, isLast: index === lastChunk(this.sizeBytes) })
  }

  async stat(): Promise<{ size: number; mtime: Date }> {
    const { mtime } = await this.file.handle.stat()
    return { size: this.sizeBytes, mtime }
  }

  async write(): Promise<never> {
    throw this.#isReadOnly()
  }

  async writev(): Promise<never> {
    throw this.#isReadOnly()
  }

  async truncate(): Promise<never> {
    throw this.#isReadOnly()
  }

  async sync(): Promise<void> {
    await this.file.handle.sync()
  }

  async datasync(): Promise<void> {
    await this.file.handle.datasync()
  }

  async close(): Promise<void> {
    await this.file.handle.close()
  }

  #isReadOnly(): TypeError {
    return new TypeError(`${this.file.path} is open for reading`)
  }
}

/** One that is written meanwhile, or was never completed: it may have become longer with each read. */
export class GrowingReader extends SealedReader {
  static override async open(file: SlotsFile): Promise<GrowingReader> {
    return new GrowingReader(file, contentBytes((await file.handle.stat()).size))
  }

  override async read(
    target: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesRead: number }> {
    await this.#look()
    return await super.read(target, offset, length, position)
  }

  override async stat(): Promise<{ size: number; mtime: Date }> {
    await this.#look()
    return await super.stat()
  }

  /** Its chunks may be written again. */
  protected override remember(): void {}

  /** Whether it has been completed meanwhile, only its last slot tells. */
  protected override openAt(slot: Uint8Array, index: number): Buffer {
    const isLastNow = index === lastChunk(this.sizeBytes)
    if (isLastNow) {
      const content = this.file.cipher.open(slot, { index, isLast: true })
      if (content !== undefined) return content
    }
    return openSlot(this.file, slot, { index, isLast: false })
  }

  async #look(): Promise<void> {
    this.sizeBytes = contentBytes((await this.file.handle.stat()).size)
  }
}

function openedAs(file: SlotsFile, slot: Uint8Array, index: number, isLast: boolean): Buffer | undefined {
  return slot.length < OVERHEAD_BYTES ? undefined : file.cipher.open(slot, { index, isLast })
}
