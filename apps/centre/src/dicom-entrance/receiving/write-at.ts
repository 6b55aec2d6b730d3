/**
 * Writes that the operating system takes into its memory: on this thread, as long as it takes them at once. Handing
 * each to a thread and back costs more than the copy (1,000 CT instances on two cores: 3.8 s instead of 1.5 s). When
 * the system makes one wait, because its memory for them is full or the disk is slow, the next ones are handed to
 * threads, so that nobody else waits; and so are those of several associations at once, since this thread has enough
 * to do for the others meanwhile.
 */
import { writevSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import type { OpenedFile } from '@epacs/package'

/** A write that takes so long had to wait for the disk. */
const SLOW_MS = 5
const AVOID_FOR_MS = 1000

let slowUntilMs = 0

/** @param onWritten so many of the bytes are with the system, some at a time. @throws as `FileHandle.writev` */
export async function writeFully(
  file: OpenedFile | FileHandle,
  chunks: readonly Uint8Array[],
  position: number,
  onWritten: (bytes: number) => void = () => {},
  isOneOfSeveral = false,
): Promise<void> {
  let left = [...chunks]
  let leftBytes = left.reduce((sum, { length }) => sum + length, 0)
  for (let at = position; leftBytes > 0; ) {
    const bytesWritten = await writeAt(file, left, at, isOneOfSeveral)
    onWritten(bytesWritten)
    at += bytesWritten
    leftBytes -= bytesWritten
    // A volume that fills up takes a part first and says ENOSPC only on the next call.
    if (leftBytes > 0) left = [Buffer.concat(left).subarray(-leftBytes)]
  }
}

/** @returns bytes written, which may be fewer than there are */
async function writeAt(
  file: OpenedFile | FileHandle,
  chunks: readonly Uint8Array[],
  position: number,
  isOneOfSeveral: boolean,
): Promise<number> {
  const startMs = performance.now()
  if (isOneOfSeveral || startMs < slowUntilMs || !('fd' in file))
    return (await file.writev(chunks, position)).bytesWritten
  const bytesWritten = writevSync(file.fd, chunks, position)
  const endMs = performance.now()
  if (endMs - startMs > SLOW_MS) slowUntilMs = endMs + AVOID_FOR_MS
  return bytesWritten
}
