/**
 * The memory that a connection's bytes come into. What is given back takes what comes next: in a busy association the
 * system fills the same few buffers over and over, and the garbage collector has nothing to do with the images.
 *
 * Giving back is up to who takes the bytes (`DataSetStream.release`): what is not given back is left to the garbage
 * collector, and never overwritten.
 */
import { countChunk } from './young-chunks.ts'

/** Of one read of the system at most. */
export const RECEIVE_BUFFER_BYTES = 256 * 1024
/** What is shorter is copied, so that a peer who sends byte by byte does not hold a whole buffer with each. */
const SHORTEST_KEPT_BYTES = RECEIVE_BUFFER_BYTES / 2
const MOST_FREE = 6

export class ReceiveBuffers {
  readonly #free: Uint8Array[] = []
  /** How many pieces of each are held by somebody. */
  readonly #holds = new WeakMap<ArrayBufferLike, number>()

  /** For the next read. */
  next(): Uint8Array {
    const free = this.#free.pop()
    if (free !== undefined) return free
    countChunk(RECEIVE_BUFFER_BYTES)
    return Buffer.allocUnsafeSlow(RECEIVE_BUFFER_BYTES)
  }

  /** @param lengthBytes that were read into `buffer`. @param take may hold pieces of what it is given */
  filled(lengthBytes: number, buffer: Uint8Array, take: (bytes: Uint8Array) => void): void {
    const bytes = buffer.subarray(0, lengthBytes)
    if (lengthBytes < SHORTEST_KEPT_BYTES) {
      take(new Uint8Array(bytes))
      this.#giveBack(buffer)
      return
    }
    this.#holds.set(buffer.buffer, 1)
    take(bytes)
    this.release([bytes])
  }

  hold(piece: Uint8Array): void {
    const holds = this.#holds.get(piece.buffer)
    if (holds !== undefined) this.#holds.set(piece.buffer, holds + 1)
  }

  /** Pieces that were held, once each: nobody looks at them any more. */
  release(pieces: readonly Uint8Array[]): void {
    for (const { buffer } of pieces) {
      const holds = this.#holds.get(buffer)
      if (holds === undefined) continue
      if (holds > 1) {
        this.#holds.set(buffer, holds - 1)
      } else {
        this.#holds.delete(buffer)
        this.#giveBack(new Uint8Array(buffer))
      }
    }
  }

  #giveBack(buffer: Uint8Array): void {
    if (this.#free.length < MOST_FREE) this.#free.push(buffer)
  }
}
