/** Reads an encrypted package while it is fetched: what is asked for is waited for. */
import { EndToEndError } from '@epacs/end-to-end'
import type { OpenedFile } from '@epacs/package'
import { openSoFar, orAborted, type ReadableSoFar } from '../growing-file.ts'

/** So that slots of 64 KiB are not read one by one. */
const AHEAD_BYTES = 1024 * 1024

export class SealedReading {
  readonly #file: ReadableSoFar
  readonly #signal: AbortSignal
  readonly #handle: OpenedFile
  #ahead: Buffer = Buffer.alloc(0)
  #aheadAt = 0

  private constructor(file: ReadableSoFar, handle: OpenedFile, signal: AbortSignal) {
    this.#file = file
    this.#handle = handle
    this.#signal = signal
  }

  /** Resolves when there is something of it. */
  static async open(file: ReadableSoFar, signal: AbortSignal): Promise<SealedReading> {
    while (file.finalBytes === 0 && !file.isWhole) await change(file, signal)
    return new SealedReading(file, await openSoFar(file), signal)
  }

  /** `end` exclusive; of use until the next call. @throws EndToEndError: it ends before */
  async exactly(start: number, end: number): Promise<Buffer> {
    const file = this.#file
    while (file.finalBytes < end) {
      if (file.isSpoilt) throw new Error('the package is fetched anew')
      if (file.isWhole) throw new EndToEndError('the encrypted package was cut short')
      await change(file, this.#signal)
    }
    if (start < this.#aheadAt || end > this.#aheadAt + this.#ahead.length) {
      const wanted = Math.max(end - start, Math.min(AHEAD_BYTES, file.finalBytes - start))
      this.#ahead = await this.#read(start, wanted)
      this.#aheadAt = start
    }
    return this.#ahead.subarray(start - this.#aheadAt, end - this.#aheadAt)
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }

  async #read(start: number, bytes: number): Promise<Buffer> {
    const memory = Buffer.allocUnsafeSlow(bytes)
    for (let filled = 0; filled < bytes; ) {
      const { bytesRead } = await this.#handle.read(memory, filled, bytes - filled, start + filled)
      if (bytesRead === 0) throw new Error('the encrypted package has become shorter')
      filled += bytesRead
    }
    return memory
  }
}

async function change(file: ReadableSoFar, signal: AbortSignal): Promise<void> {
  await orAborted(file.changed, signal)
  signal.throwIfAborted()
}
