/**
 * Writing a sealed file: mostly at its end, and what was written before may be patched. What does not fill a chunk waits in
 * memory until more comes, or until it is to be on the disk.
 *
 * A slot that is written again is in danger until it is there: a process that is killed in between leaves a part of the one
 * and a part of the other. Whoever has promised something of a chunk that is not full keeps it elsewhere until then, or
 * fills the chunk up.
 */
import type { OpenedFile } from '@epacs/package'
import { CHUNK_BYTES, contentBytes, diskBytes, lastChunk, OVERHEAD_BYTES, slotOffset } from './layout.ts'
import { openSlot, readSlots, SLOTS_AT_ONCE, type SlotsFile, writeChunk, writeChunks } from './slots.ts'

/** The one chunk that is in memory. */
interface Held {
  readonly index: number
  readonly bytes: Buffer
  length: number
  isDirty: boolean
}

export class SealedWriter implements OpenedFile {
  readonly unitBytes = CHUNK_BYTES
  readonly #file: SlotsFile
  #sizeBytes: number
  #held: Held | undefined
  #isComplete = false
  /** One after another: a sync behind may come between two writes. */
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(file: SlotsFile, sizeBytes: number) {
    this.#file = file
    this.#sizeBytes = sizeBytes
  }

  /** A file with a header and nothing else yet, or one that was never completed. */
  static async open(file: SlotsFile): Promise<SealedWriter> {
    return new SealedWriter(file, contentBytes((await file.handle.stat()).size))
  }

  async read(
    target: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesRead: number }> {
    return await this.#inTurn(async () => {
      const end = Math.min(position + length, this.#sizeBytes)
      if (position >= end) return { bytesRead: 0 }
      const index = Math.floor(position / CHUNK_BYTES)
      const start = position - index * CHUNK_BYTES
      const content = await this.#chunk(index)
      const part = content.subarray(start, Math.min(content.length, end - index * CHUNK_BYTES))
      target.set(part, offset)
      return { bytesRead: part.length }
    })
  }

  async write(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesWritten: number }> {
    return await this.#inTurn(async () => {
      await this.#put(bytes.subarray(offset, offset + length), position)
      return { bytesWritten: length }
    })
  }

  async writev(chunks: readonly Uint8Array[], position: number): Promise<{ bytesWritten: number }> {
    return await this.#inTurn(async () => {
      let bytesWritten = 0
      for (const chunk of chunks) {
        await this.#put(chunk, position + bytesWritten)
        bytesWritten += chunk.length
      }
      return { bytesWritten }
    })
  }

  async truncate(length: number): Promise<void> {
    await this.#inTurn(async () => {
      if (length > this.#sizeBytes) {
        throw new RangeError(
          `${this.#file.path} cannot be truncated to ${length}, it ends at ${this.#sizeBytes}`,
        )
      }
      if (length === this.#sizeBytes) return
      this.#requireOpenEnd()
      const index = Math.floor(length / CHUNK_BYTES)
      const rest = length % CHUNK_BYTES
      if (rest > 0) {
        const held = await this.#hold(index)
        held.length = rest
        held.isDirty = true
      } else if (this.#held !== undefined && this.#held.index >= index) this.#held = undefined
      this.#sizeBytes = length
      await this.#file.handle.truncate(slotOffset(index))
      await this.#flush()
    })
  }

  /** Cuts off what a killed process left of its last slots, and returns how long the content is then. */
  async cutTorn(): Promise<number> {
    return await this.#inTurn(async () => {
      const { size } = await this.#file.handle.stat()
      let goodBytes = this.#sizeBytes
      while (goodBytes > 0) {
        const index = lastChunk(goodBytes)
        const slot = await readSlots(this.#file, index, OVERHEAD_BYTES + goodBytes - index * CHUNK_BYTES)
        if (this.#file.cipher.open(slot, { index, isLast: false }) !== undefined) break
        goodBytes = index * CHUNK_BYTES
      }
      const goodSize = goodBytes === 0 ? slotOffset(0) : diskBytes(goodBytes)
      if (size > goodSize) await this.#file.handle.truncate(goodSize)
      this.#held = undefined
      this.#sizeBytes = goodBytes
      return goodBytes
    })
  }

  async complete(): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#isComplete) return
      const held = await this.#hold(lastChunk(this.#sizeBytes))
      await writeChunk(this.#file, { index: held.index, isLast: true }, held.bytes.subarray(0, held.length))
      held.isDirty = false
      this.#isComplete = true
    })
  }

  async flush(): Promise<void> {
    await this.#inTurn(() => this.#flush())
  }

  async stat(): Promise<{ size: number; mtime: Date }> {
    const { mtime } = await this.#file.handle.stat()
    return { size: this.#sizeBytes, mtime }
  }

  async sync(): Promise<void> {
    await this.flush()
    await this.#file.handle.sync()
  }

  async datasync(): Promise<void> {
    await this.flush()
    await this.#file.handle.datasync()
  }

  async close(): Promise<void> {
    try {
      await this.flush()
    } finally {
      await this.#file.handle.close()
    }
  }

  async abandon(): Promise<void> {
    await this.#inTurn(async () => {
      this.#held = undefined
      await this.#file.handle.close()
    })
  }

  async #put(bytes: Uint8Array, position: number): Promise<void> {
    this.#requireOpenEnd()
    if (position > this.#sizeBytes) {
      throw new RangeError(`${this.#file.path} ends at ${this.#sizeBytes}, before ${position}`)
    }
    for (let done = 0; done < bytes.length; ) {
      const at = position + done
      const index = Math.floor(at / CHUNK_BYTES)
      const start = at - index * CHUNK_BYTES
      const whole = Math.min(Math.floor((bytes.length - done) / CHUNK_BYTES), SLOTS_AT_ONCE)
      if (start === 0 && whole > 0) {
        if (this.#held !== undefined && this.#held.index >= index && this.#held.index < index + whole)
          this.#held = undefined
        const length = whole * CHUNK_BYTES
        await writeChunks(this.#file, index, bytes.subarray(done, done + length))
        this.#sizeBytes = Math.max(this.#sizeBytes, at + length)
        done += length
        continue
      }
      const held = await this.#hold(index)
      const part = bytes.subarray(done, done + CHUNK_BYTES - start)
      held.bytes.set(part, start)
      held.length = Math.max(held.length, start + part.length)
      held.isDirty = true
      this.#sizeBytes = Math.max(this.#sizeBytes, at + part.length)
      done += part.length
      // Others may read a full chunk from here on, also when it was patched.
      if (held.length === CHUNK_BYTES) await this.#flush()
    }
  }

  /** The chunk in memory, in place of the one that was there. */
  async #hold(index: number): Promise<Held> {
    if (this.#held?.index === index) return this.#held
    await this.#flush()
    const content = index * CHUNK_BYTES < this.#sizeBytes ? await this.#fromDisk(index) : undefined
    const bytes = this.#held?.bytes ?? Buffer.allocUnsafeSlow(CHUNK_BYTES)
    if (content !== undefined) bytes.set(content)
    this.#held = { index, bytes, length: content?.length ?? 0, isDirty: false }
    return this.#held
  }

  async #chunk(index: number): Promise<Buffer> {
    if (this.#held?.index === index) return this.#held.bytes.subarray(0, this.#held.length)
    return await this.#fromDisk(index)
  }

  async #fromDisk(index: number): Promise<Buffer> {
    const length = Math.min(CHUNK_BYTES, this.#sizeBytes - index * CHUNK_BYTES)
    const slot = await readSlots(this.#file, index, OVERHEAD_BYTES + length)
    const isLast = this.#isComplete && index === lastChunk(this.#sizeBytes)
    return openSlot(this.#file, slot, { index, isLast })
  }

  async #flush(): Promise<void> {
    const held = this.#held
    if (held === undefined || !held.isDirty) return
    await writeChunk(this.#file, { index: held.index, isLast: false }, held.bytes.subarray(0, held.length))
    held.isDirty = false
  }

  #requireOpenEnd(): void {
    if (this.#isComplete) throw new TypeError(`${this.#file.path} is complete`)
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work)
    // Its failure is the caller's; who comes next has a turn all the same.
    this.#turn = turn.catch(() => undefined)
    return await turn
  }
}
