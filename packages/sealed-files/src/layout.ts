/**
 * How a sealed file lies on the disk:
 *
 *   header   128 bytes: what it is, its id, which master key wraps its key, its key wrapped
 *   slot     for each 64 KiB of the content: nonce (12), the bytes encrypted, tag (16); only the last one may be shorter
 *
 * A slot is AES-256-GCM under the file's own random key, with a fresh random nonce each time that it is written, so that it may
 * be written again; its place in the file and whether it is the last one are authenticated with it. So a slot
 * that was changed, moved, left out or taken from another file is refused, and so is a file that was cut short.
 */
export const HEADER_BYTES = 128
/** Content in a slot. */
export const CHUNK_BYTES = 64 * 1024
export const NONCE_BYTES = 12
export const TAG_BYTES = 16
export const OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES
export const SLOT_BYTES = CHUNK_BYTES + OVERHEAD_BYTES

/** Where the slot begins on the disk. */
export function slotOffset(index: number): number {
  return HEADER_BYTES + index * SLOT_BYTES
}

/** How much content so many bytes on the disk hold; what a killed process left of a slot without a byte of content is none. */
export function contentBytes(diskBytes: number): number {
  const slots = Math.max(0, diskBytes - HEADER_BYTES)
  const whole = Math.floor(slots / SLOT_BYTES)
  return whole * CHUNK_BYTES + Math.max(0, (slots % SLOT_BYTES) - OVERHEAD_BYTES)
}

/** What so much content takes on the disk once it is complete. */
export function diskBytes(content: number): number {
  const last = lastChunk(content)
  return slotOffset(last) + OVERHEAD_BYTES + content - last * CHUNK_BYTES
}

/** Of content that is complete: one without a byte has an empty chunk. */
export function lastChunk(content: number): number {
  return Math.max(0, Math.ceil(content / CHUNK_BYTES) - 1)
}
