/** The chunks alone, for files of another form that are encrypted in the same way. */
export { ChunkCipher, type ChunkPlace } from './chunk-cipher.ts'
export { CHUNK_BYTES, OVERHEAD_BYTES, SLOT_BYTES } from './layout.ts'
