/** Content into an end-to-end package. */
import { CHUNK_BYTES, ChunkCipher, SLOT_BYTES } from '@epacs/sealed-files'
import type { JWK } from 'jose'
import { EndToEndError } from './end-to-end-error.ts'
import { newHeader } from './header.ts'

/** What is used of a file that is written. */
interface Output {
  write(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesWritten: number }>
}

/** Chunks that are written with one write. */
const AT_ONCE = 16

/**
 * Memory holds a megabyte or two of it at a time. Not synced.
 *
 * @param output new and empty
 * @param recipients public keys with their `kid`: each of them opens it alone
 * @param content exactly `contentBytes` bytes
 * @returns how long the whole is, in bytes. @throws EndToEndError when the content is of another length; fails as it does
 */
export async function sealContent(
  output: Output,
  recipients: readonly JWK[],
  content: AsyncIterable<Uint8Array>,
  contentBytes: number,
): Promise<number> {
  const { header, slotKey } = await newHeader(recipients, contentBytes)
  const cipher = new ChunkCipher(slotKey)
  const chunks = Math.max(1, Math.ceil(contentBytes / CHUNK_BYTES))
  const slots = Buffer.alloc(AT_ONCE * SLOT_BYTES)
  let filled = 0
  let index = 0
  let at = 0
  const write = async (bytes: Buffer) => {
    for (let written = 0; written < bytes.length; ) {
      const { bytesWritten } = await output.write(bytes, written, bytes.length - written, at + written)
      written += bytesWritten
    }
    at += bytes.length
  }
  await write(header)
  for await (const chunk of inChunks(content)) {
    if (index >= chunks) throw otherLength()
    filled += cipher.seal(chunk, { index, isLast: index === chunks - 1 }, slots.subarray(filled))
    index++
    if (filled + SLOT_BYTES <= slots.length) continue
    await write(slots.subarray(0, filled))
    filled = 0
  }
  await write(slots.subarray(0, filled))
  if (index !== chunks || at !== header.length + contentBytes + chunks * (SLOT_BYTES - CHUNK_BYTES)) {
    throw otherLength()
  }
  return at
}

/** Each whole but the last; one that is empty when there is no content. They are of use until the next one is asked for. */
async function* inChunks(content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const chunk = Buffer.alloc(CHUNK_BYTES)
  let filled = 0
  let isAny = false
  for await (const bytes of content) {
    for (let from = 0; from < bytes.length; ) {
      const part = bytes.subarray(from, from + CHUNK_BYTES - filled)
      chunk.set(part, filled)
      filled += part.length
      from += part.length
      if (filled < CHUNK_BYTES) continue
      isAny = true
      yield chunk
      filled = 0
    }
  }
  if (filled > 0 || !isAny) yield chunk.subarray(0, filled)
}

function otherLength(): EndToEndError {
  return new EndToEndError('the package is not as long as it was said to be')
}
