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
/** With less room than that left in a buffer, the next read goes to another one. */
const LEAST_ROOM_BYTES = RECEIVE_BUFFER_BYTES / 2
/** As many as can be on their way at once: queued, waited for, and being written. */
const MOST_FREE = 10

/** @param isFull whether there was no room for more: the system may well have it */
export type Take = (bytes: Uint8Array, isFull: boolean) => void

export class ReceiveBuffers {
  readonly #free: Uint8Array[] = []
  /** How many pieces of each are held by somebody; one more for the buffer that is being filled. */
  readonly #holds = new WeakMap<ArrayBufferLike, number>()
  /** What comes next goes behind what it holds: a peer who sends byte by byte does not take a buffer for each. */
  #current: Uint8Array | undefined
  #filledBytes = 0
  #isClosed = false

  /** Room for the next read. */
  next(): Uint8Array {
    let current = this.#current
    if (current !== undefined && this.#holds.get(current.buffer) === 1) this.#filledBytes = 0
    if (current !== undefined && current.length - this.#filledBytes < LEAST_ROOM_BYTES) {
      this.release([current])
      current = undefined
    }
    if (current === undefined) {
      current = this.#unused()
      this.#holds.set(current.buffer, 1)
      this.#current = current
      this.#filledBytes = 0
    }
    return this.#filledBytes === 0 ? current : current.subarray(this.#filledBytes)
  }

  /** @param lengthBytes that were read into `room`. @param take may hold pieces of what it is given */
  filled(lengthBytes: number, room: Uint8Array, take: Take): void {
    this.#filledBytes += lengthBytes
    take(room.subarray(0, lengthBytes), lengthBytes === room.length)
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
        if (!this.#isClosed && this.#free.length < MOST_FREE) this.#free.push(new Uint8Array(buffer))
        else giveUp(buffer)
      }
    }
  }

  /** Nothing more is read. What nobody holds is free at once, the rest with its release: the collector may take minutes. */
  close(): void {
    this.#isClosed = true
    for (const { buffer } of this.#free.splice(0)) giveUp(buffer)
    const current = this.#current
    this.#current = undefined
    if (current !== undefined) this.release([current])
  }

  #unused(): Uint8Array {
    const free = this.#free.pop()
    if (free !== undefined) return free
    countChunk(RECEIVE_BUFFER_BYTES)
    return Buffer.allocUnsafeSlow(RECEIVE_BUFFER_BYTES)
  }
}

function giveUp(buffer: ArrayBufferLike): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0)
}
