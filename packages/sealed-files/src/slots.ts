/** The slots of one open file on the disk: chunks in, chunks out, each where it belongs. */
import type { FileHandle } from 'node:fs/promises'
import type { ChunkCipher, ChunkPlace } from './chunk-cipher.ts'
import { CHUNK_BYTES, OVERHEAD_BYTES, SLOT_BYTES, slotOffset } from './layout.ts'
import { SealedFileError } from './sealed-file-error.ts'

/** As many slots go to the disk, or come from it, at once. */
export const SLOTS_AT_ONCE = 8

export interface SlotsFile {
  readonly path: string
  readonly handle: FileHandle
  readonly cipher: ChunkCipher
}

/** Whole chunks of a file that goes on behind them. */
export async function writeChunks(
  { handle, cipher }: SlotsFile,
  index: number,
  content: Uint8Array,
): Promise<void> {
  const slots = Buffer.allocUnsafe((content.length / CHUNK_BYTES) * SLOT_BYTES)
  for (let at = 0, slot = 0; at < content.length; at += CHUNK_BYTES, slot++) {
    const place = { index: index + slot, isLast: false }
    cipher.seal(content.subarray(at, at + CHUNK_BYTES), place, slots.subarray(slot * SLOT_BYTES))
  }
  await writeFully(handle, slots, slotOffset(index))
}

export async function writeChunk(
  { handle, cipher }: SlotsFile,
  place: ChunkPlace,
  content: Uint8Array,
): Promise<void> {
  const slot = Buffer.allocUnsafe(OVERHEAD_BYTES + content.length)
  cipher.seal(content, place, slot)
  await writeFully(handle, slot, slotOffset(place.index))
}

export async function writeFully(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}

/**
 * The slots as they lie there, from that of `index` on; fewer bytes where the file ends.
 *
 * @param bytes on the disk
 */
export async function readSlots({ handle }: SlotsFile, index: number, bytes: number): Promise<Buffer> {
  const slots = Buffer.allocUnsafe(bytes)
  let done = 0
  while (done < bytes) {
    const { bytesRead } = await handle.read(slots, done, bytes - done, slotOffset(index) + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return slots.subarray(0, done)
}

/** @throws SealedFileError: it was changed, or stands where it does not belong */
export function openSlot({ path, cipher }: SlotsFile, slot: Uint8Array, place: ChunkPlace): Buffer {
  const content = cipher.open(slot, place)
  if (content !== undefined) return content
  throw new SealedFileError(
    'damaged',
    `${path} is not what was written, from byte ${place.index * CHUNK_BYTES} on.`,
  )
}
