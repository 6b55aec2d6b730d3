/** The first bytes of a file, looked at before it is decided who reads the file, without losing them for the reader. */
import { Buffer } from 'node:buffer'
import { HEAD_BYTES } from './file-kind.ts'

export interface Headed {
  /** The first HEAD_BYTES, fewer when the file is shorter; valid like the first chunk. */
  readonly head: Buffer
  /** All bytes of the file, the head included. */
  readonly chunks: AsyncGenerator<Buffer>
}

/** Closing `chunks` closes what it was given. A chunk is valid until the next one is asked for. */
export async function readHead(chunks: AsyncGenerator<Buffer>): Promise<Headed> {
  const first = await chunks.next()
  if (first.done === true) return { head: Buffer.alloc(0), chunks }
  if (first.value.length >= HEAD_BYTES) {
    return { head: first.value.subarray(0, HEAD_BYTES), chunks: startingWith([first.value], chunks) }
  }
  // Chunks are short where a block of the file ends; the copies are valid for as long as they are needed.
  const held = [Buffer.from(first.value)]
  let heldBytes = first.value.length
  while (heldBytes < HEAD_BYTES) {
    const next = await chunks.next()
    if (next.done === true) break
    held.push(Buffer.from(next.value))
    heldBytes += next.value.length
  }
  return { head: Buffer.concat(held).subarray(0, HEAD_BYTES), chunks: startingWith(held, chunks) }
}

async function* startingWith(held: readonly Buffer[], rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* held
    yield* rest
  } finally {
    await rest.return(undefined)
  }
}
