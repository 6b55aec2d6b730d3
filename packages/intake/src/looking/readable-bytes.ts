/** Bytes that can be read by position without reading all: a file in a browser or on a disk, a part of one. */
import type { ByPosition } from '../zip/local-header.ts'

export interface ReadableBytes extends ByPosition {
  readonly sizeBytes: number
  /**
   * A copy of the bytes from `start` on; shorter than `length` where the file ends.
   *
   * @throws NotLookedInto when they cannot be read
   */
  read(start: number, length: number): Promise<Uint8Array>
}

/** A file that cannot be read here, or an archive that this reader cannot cope with: nothing is said about it. */
export class NotLookedInto extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'NotLookedInto'
  }
}

/** Enough for the header of nearly every image. */
const FIRST_BYTES = 16 * 1024
const MOST_BYTES = 256 * 1024

/** From the beginning on, a little at first: who has seen enough stops asking. */
export async function* growing(bytes: ReadableBytes): AsyncGenerator<Uint8Array> {
  let length = FIRST_BYTES
  for (let at = 0; at < bytes.sizeBytes; ) {
    const chunk = await bytes.read(at, length)
    if (chunk.length === 0) throw new NotLookedInto('a file is shorter than it was')
    yield chunk
    at += chunk.length
    length = Math.min(2 * length, MOST_BYTES)
  }
}

/** A part of them, with positions of its own. */
export function partOf(bytes: ReadableBytes, start: number, sizeBytes: number): ReadableBytes {
  return {
    sizeBytes,
    read: (at, length) => bytes.read(start + at, Math.max(0, Math.min(length, sizeBytes - at))),
  }
}
