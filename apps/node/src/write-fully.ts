/** Vectored writes to their end. */
import type { FileHandle } from 'node:fs/promises'

/**
 * @param position undefined: at the file's end, or wherever it stands
 * @param onWritten so many bytes of them are with the system, some at a time. Fails as `FileHandle.writev` does
 */
export async function writeFully(
  file: FileHandle,
  pieces: readonly Uint8Array[],
  position: number | undefined,
  onWritten: (bytes: number) => void,
): Promise<void> {
  let left = [...pieces]
  let leftBytes = left.reduce((sum, { length }) => sum + length, 0)
  for (let at = position; leftBytes > 0; ) {
    const { bytesWritten } = await file.writev(left, at)
    onWritten(bytesWritten)
    if (at !== undefined) at += bytesWritten
    leftBytes -= bytesWritten
    // A volume that fills up takes a part first and says ENOSPC only on the next call.
    if (leftBytes > 0) left = [Buffer.concat(left).subarray(-leftBytes)]
  }
}
