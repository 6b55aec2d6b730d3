/**
 * A file that grows at its end through one of two large buffers, while the other is on its way to the disk.
 *
 * What it adds to a plain write stream, and what a package needs: the end can be taken back (an instance refused
 * half-way leaves nothing behind), bytes written earlier can be patched (a ZIP local header is known after its
 * data), the newest bytes can be asked to stay in memory so that patching and hashing them costs no I/O, and the
 * dirty pages go to the disk along the way, so that the last fsync is short.
 */
import { Buffer } from 'node:buffer'
import { type Files, type OpenedFile, plainFiles } from './files.ts'

const DEFAULT_BUFFER_BYTES = 2 * 1024 * 1024
/** How much may be written before the next fdatasync begins in the background. */
const SYNC_EVERY_BYTES = 64 * 1024 * 1024
const READ_BACK_BYTES = 1024 * 1024

export interface AppendOptions {
  /** Size of each of the two buffers. */
  readonly bufferBytes?: number | undefined
  /** False: the operating system may write it when it likes. */
  readonly isSynced?: boolean | undefined
  /** Called whenever `writtenEnd` has moved on. */
  readonly onWritten?: (() => void) | undefined
  readonly files?: Files | undefined
}

export class AppendFile {
  readonly #handle: OpenedFile
  #filling: Buffer<ArrayBuffer>
  #other: Buffer<ArrayBuffer>
  /** File offset of the first byte of `#filling`; everything before it is written or on its way. */
  #fillingStart = 0
  #used = 0
  #writtenEnd = 0
  #keptFrom = Number.POSITIVE_INFINITY
  #writing: Promise<void> = Promise.resolve()
  #syncing: Promise<void> | undefined
  #unsyncedBytes = 0
  #failure: Error | undefined
  readonly #isSynced: boolean
  readonly #onWritten: (() => void) | undefined

  private constructor(handle: OpenedFile, { bufferBytes, isSynced, onWritten }: AppendOptions) {
    this.#handle = handle
    this.#isSynced = isSynced ?? true
    this.#onWritten = onWritten
    const size = bufferBytes ?? DEFAULT_BUFFER_BYTES
    this.#filling = Buffer.allocUnsafeSlow(size)
    this.#other = Buffer.allocUnsafeSlow(size)
  }

  /** An existing file is overwritten. */
  static async create(path: string, options: AppendOptions = {}): Promise<AppendFile> {
    return new AppendFile(await (options.files ?? plainFiles).open(path, 'w+', 0o600), options)
  }

  /** Up to here the operating system has the bytes, so that the file may be read by others. */
  get writtenEnd(): number {
    return this.#writtenEnd
  }

  /** How much of the bytes before `limit`, which are not to change any more, may be read by others now. */
  readableEnd(limit: number): number {
    const end = Math.min(this.#writtenEnd, limit)
    const { unitBytes } = this.#handle
    return unitBytes === undefined ? end : end - (end % unitBytes)
  }

  /** Where the next byte goes. */
  get end(): number {
    return this.#fillingStart + this.#used
  }

  /** Copies `bytes` to the end. Undefined: they fitted into the buffer. */
  append(bytes: Uint8Array): Promise<void> | undefined {
    if (bytes.length > this.#filling.length - this.#used) return this.#appendInParts(bytes)
    this.#filling.set(bytes, this.#used)
    this.#used += bytes.length
    return undefined
  }

  async #appendInParts(bytes: Uint8Array): Promise<void> {
    let rest = bytes
    while (rest.length > 0) {
      if (this.#used === this.#filling.length) await this.#turnOver()
      const part = rest.subarray(0, this.#filling.length - this.#used)
      this.#filling.set(part, this.#used)
      this.#used += part.length
      rest = rest.subarray(part.length)
    }
  }

  /** From `offset` on, bytes stay in memory as long as one buffer can hold them. */
  keepFrom(offset: number): void {
    this.#keptFrom = offset
  }

  /** Starts writing what need not be kept; the rest moves to the other buffer. */
  async #turnOver(): Promise<void> {
    await this.#settle()
    const kept = this.#keptFrom - this.#fillingStart
    const cut = kept > 0 && kept < this.#used ? kept : this.#used
    const full = this.#filling.subarray(0, cut)
    const start = this.#fillingStart
    this.#other.set(this.#filling.subarray(cut, this.#used))
    this.#used -= cut
    this.#fillingStart += cut
    ;[this.#filling, this.#other] = [this.#other, this.#filling]
    this.#writing = this.#noteFailure(this.#writeThrough(full, start))
  }

  async #writeThrough(bytes: Uint8Array, position: number): Promise<void> {
    await writeFully(this.#handle, bytes, position)
    this.#writtenEnd = position + bytes.length
    this.#onWritten?.()
    this.#unsyncedBytes += bytes.length
    if (!this.#isSynced || this.#unsyncedBytes < SYNC_EVERY_BYTES || this.#syncing !== undefined) return
    this.#unsyncedBytes = 0
    this.#syncing = this.#noteFailure(this.#handle.datasync()).then(() => {
      this.#syncing = undefined
    })
  }

  /** A failure in the background is told at the next call that waits. */
  async #noteFailure(work: Promise<void>): Promise<void> {
    try {
      await work
    } catch (error) {
      this.#failure ??= error instanceof Error ? error : new Error(String(error))
    }
  }

  async #settle(): Promise<void> {
    await this.#writing
    if (this.#failure !== undefined) throw this.#failure
  }

  /** Takes the end back to `offset`. */
  async truncate(offset: number): Promise<void> {
    if (offset > this.end) throw new RangeError(`cannot truncate to ${offset}, the file ends at ${this.end}`)
    if (offset < this.#fillingStart) {
      await this.#settle()
      this.#fillingStart = offset
      this.#writtenEnd = offset
      this.#used = 0
    } else {
      this.#used = offset - this.#fillingStart
    }
  }

  /** Overwrites bytes before the end. Undefined: they were still in memory. */
  patch(offset: number, bytes: Uint8Array): Promise<void> | undefined {
    if (offset + bytes.length > this.end) throw new RangeError('cannot patch beyond the end')
    if (offset >= this.#fillingStart) {
      this.#filling.set(bytes, offset - this.#fillingStart)
      return undefined
    }
    return this.#patchWritten(offset, bytes)
  }

  async #patchWritten(offset: number, bytes: Uint8Array): Promise<void> {
    await this.#settle()
    const written = bytes.subarray(0, this.#fillingStart - offset)
    await writeFully(this.#handle, written, offset)
    if (written.length < bytes.length) this.#filling.set(bytes.subarray(written.length))
  }

  /** Fills `target` with the bytes from `from` on. Undefined: they were still in memory. */
  readInto(target: Uint8Array, from: number): Promise<void> | undefined {
    if (from + target.length > this.end) throw new RangeError('cannot read beyond the end')
    if (from < this.#fillingStart) return this.#readWritten(target, from)
    const start = from - this.#fillingStart
    target.set(this.#filling.subarray(start, start + target.length))
    return undefined
  }

  async #readWritten(target: Uint8Array, from: number): Promise<void> {
    await this.#settle()
    const written = target.subarray(0, this.#fillingStart - from)
    await readFully(this.#handle, written, from)
    if (written.length < target.length) {
      target.set(this.#filling.subarray(0, target.length - written.length), written.length)
    }
  }

  /** Reads bytes back; a chunk is valid until the next one is asked for. Nothing may be appended meanwhile. */
  async *read(from: number, to: number): AsyncGenerator<Uint8Array> {
    const scratch = Buffer.allocUnsafeSlow(Math.max(1, Math.min(READ_BACK_BYTES, to - from)))
    for (let at = from; at < to; ) {
      const chunk = scratch.subarray(0, Math.min(scratch.length, to - at))
      await this.readInto(chunk, at)
      yield chunk
      at += chunk.length
    }
  }

  /** Moves `length` bytes from `from` down to `to`; both lie in what was written before. */
  async moveDown(from: number, to: number, length: number): Promise<void> {
    await this.flush()
    const scratch = Buffer.allocUnsafeSlow(Math.max(1, Math.min(READ_BACK_BYTES, length)))
    for (let moved = 0; moved < length; ) {
      const part = scratch.subarray(0, Math.min(scratch.length, length - moved))
      await readFully(this.#handle, part, from + moved)
      await writeFully(this.#handle, part, to + moved)
      moved += part.length
    }
  }

  /** Hands everything to the operating system. */
  async flush(): Promise<void> {
    await this.#settle()
    if (this.#used > 0) {
      await this.#writeThrough(this.#filling.subarray(0, this.#used), this.#fillingStart)
      this.#fillingStart += this.#used
      this.#used = 0
    }
    await this.#handle.flush?.()
  }

  /** Everything is there; nothing is appended or patched any more, and all of it may be read by others. */
  async complete(): Promise<void> {
    await this.flush()
    if (this.#handle.complete === undefined) return
    await this.#syncing
    await this.#handle.truncate(this.end)
    await this.#handle.complete()
  }

  /** Everything to the disk, unless it is not synced; the length as it must be, closed. */
  async finish(): Promise<void> {
    await this.complete()
    await this.#syncing
    if (this.#failure !== undefined) throw this.#failure
    await this.#handle.truncate(this.end)
    if (this.#isSynced) await this.#handle.sync()
    await this.#handle.close()
    this.#giveUpBuffers()
  }

  /** Closes without a promise about the content. */
  async abandon(): Promise<void> {
    await this.#writing
    await this.#syncing
    if (this.#handle.abandon === undefined) await this.#handle.close()
    else await this.#handle.abandon()
    this.#giveUpBuffers()
  }

  /**
   * Nothing is read from or written to them any more. Left to the collector they stay for minutes, and those of one
   * package after the other pile up.
   */
  #giveUpBuffers(): void {
    for (const { buffer } of [this.#filling, this.#other]) if (!buffer.detached) buffer.transfer(0)
  }
}

async function writeFully(handle: OpenedFile, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}

async function readFully(handle: OpenedFile, target: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < target.length; ) {
    const { bytesRead } = await handle.read(target, done, target.length - done, position + done)
    if (bytesRead === 0)
      throw new Error(`file ends at ${position + done}, ${target.length - done} bytes missing`)
    done += bytesRead
  }
}
