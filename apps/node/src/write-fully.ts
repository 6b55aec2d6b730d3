/** Vectored writes to their end. */
import type { OpenedFile } from '@epacs/package'

/**
 * @param onWritten so many bytes of them are with the system, some at a time. Fails as `writev` does
 */
export async function writeFully(
  file: Pick<OpenedFile, 'writev'>,
  pieces: readonly Uint8Array[],
  position: number,
  onWritten: (bytes: number) => void,
): Promise<void> {
  let left = [...pieces]
  let leftBytes = left.reduce((sum, { length }) => sum + length, 0)
  for (let at = position; leftBytes > 0; ) {
    const { bytesWritten } = await file.writev(left, at)
    onWritten(bytesWritten)
    at += bytesWritten
    leftBytes -= bytesWritten
    // A volume that fills up takes a part first and says ENOSPC only on the next call.
    if (leftBytes > 0) left = [Buffer.concat(left).subarray(-leftBytes)]
  }
}
