/** A finished package as bytes that may be read at any place, any number of times. */
export interface PackageBytes {
  /** From `start` up to, not including, `end`. Each chunk is a buffer of its own, and the reader's. */
  read(start: number, end: number): AsyncIterable<Uint8Array>
}

const CHUNK_BYTES = 64 * 1024

/** Small pieces copied together to chunks; each chunk is a buffer of its own. */
export async function* gathered(
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let chunk = new Uint8Array(CHUNK_BYTES)
  let used = 0
  for await (const piece of pieces) {
    if (used > 0 && piece.length > chunk.length - used) {
      yield chunk.subarray(0, used)
      chunk = new Uint8Array(CHUNK_BYTES)
      used = 0
    }
    if (piece.length > chunk.length) {
      yield Uint8Array.from(piece)
      continue
    }
    chunk.set(piece, used)
    used += piece.length
  }
  if (used > 0) yield chunk.subarray(0, used)
}
