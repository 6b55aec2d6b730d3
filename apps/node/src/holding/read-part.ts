/** A part of a file, in chunks. */
import type { OpenedFile } from '@epacs/package'

const READ_BYTES = 256 * 1024

/** @param end exclusive. Fails when the file is shorter. */
export async function* readPart(
  file: OpenedFile,
  start: number,
  end: number,
  atOnceBytes = READ_BYTES,
): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; ) {
    const chunk = new Uint8Array(Math.min(atOnceBytes, end - at))
    const { bytesRead } = await file.read(chunk, 0, chunk.length, at)
    if (bytesRead === 0) throw new Error(`a file ends at byte ${at}, expected ${end}`)
    yield chunk.subarray(0, bytesRead)
    at += bytesRead
  }
}
