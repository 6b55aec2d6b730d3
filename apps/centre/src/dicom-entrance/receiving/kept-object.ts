/** An instance that the centre holds, wherever it lies, and whether another one is the same. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { setImmediate as turn } from 'node:timers/promises'
import { ContentDigest, DicomError } from '@epacs/dicom'
import { type Files, readRange } from '@epacs/package'
import { SPOOL } from './spool.ts'

export interface KeptObject {
  readonly sopClassUid: string
  /** The bytes of the DICOM file, from its first on. */
  chunks(): AsyncIterable<Uint8Array>
}

const READ_BYTES = 256 * 1024

export interface SpoolPlace {
  /** Of the spool, without its ending. */
  readonly path: string
  readonly startBytes: number
  readonly sizeBytes: number
}

export function spooledObject(
  sopClassUid: string,
  { path, startBytes, sizeBytes }: SpoolPlace,
  files: Files,
): KeptObject {
  const endBytes = startBytes + sizeBytes
  const inTheOpen = () =>
    createReadStream(path + SPOOL, { start: startBytes, end: endBytes - 1, highWaterMark: READ_BYTES })
  return { sopClassUid, chunks: files.isPlain ? inTheOpen : sealed }

  async function* sealed(): AsyncGenerator<Uint8Array> {
    const file = await files.openGrowing(path + SPOOL)
    try {
      yield* readRange(file, startBytes, endBytes, READ_BYTES)
    } finally {
      await file.close()
    }
  }
}

/** The same data set, byte for byte or in another encoding; File Meta Information is not part of it. */
export async function isSameInstance(one: KeptObject, other: KeptObject): Promise<boolean> {
  if (await areEqual(dataSetOf(one.chunks()), dataSetOf(other.chunks()))) return true
  const content = await contentOf(one)
  return content !== undefined && content === (await contentOf(other))
}

/** Preamble, magic word and the group length, which tells how long the rest of the group is (PS3.10 §7.1). */
const GROUP_LENGTH_ENDS = 144

/** Of a file whose File Meta Information was written here. */
async function* dataSetOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head = Buffer.alloc(0)
  let skipBytes: number | undefined
  for await (const chunk of chunks) {
    let rest = chunk
    if (skipBytes === undefined) {
      head = Buffer.concat([head, chunk])
      if (head.length < GROUP_LENGTH_ENDS) continue
      skipBytes = GROUP_LENGTH_ENDS + head.readUInt32LE(GROUP_LENGTH_ENDS - 4)
      rest = head
    }
    const skipped = Math.min(skipBytes, rest.length)
    skipBytes -= skipped
    if (skipped < rest.length) yield rest.subarray(skipped)
  }
}

async function areEqual(
  one: AsyncGenerator<Uint8Array>,
  other: AsyncGenerator<Uint8Array>,
): Promise<boolean> {
  const ofOne = new Rest(one)
  const ofOther = new Rest(other)
  try {
    for (;;) {
      const [first, second] = [await ofOne.bytes(), await ofOther.bytes()]
      if (first === undefined || second === undefined) return first === second
      const length = Math.min(first.length, second.length)
      if (Buffer.compare(first.subarray(0, length), second.subarray(0, length)) !== 0) return false
      ofOne.take(length)
      ofOther.take(length)
    }
  } finally {
    await one.return(undefined)
    await other.return(undefined)
  }
}

/** What is left of the chunk at hand, or the next one. */
class Rest {
  readonly #chunks: AsyncGenerator<Uint8Array>
  #left: Uint8Array = new Uint8Array()

  constructor(chunks: AsyncGenerator<Uint8Array>) {
    this.#chunks = chunks
  }

  async bytes(): Promise<Uint8Array | undefined> {
    while (this.#left.length === 0) {
      const next = await this.#chunks.next()
      if (next.done === true) return undefined
      this.#left = next.value
    }
    return this.#left
  }

  take(length: number): void {
    this.#left = this.#left.subarray(length)
  }
}

/** So much is digested without a pause for others. */
const DIGESTED_BYTES = 16 * 1024

/** Undefined when the content cannot be told in a way that does not depend on its encoding. */
async function contentOf(object: KeptObject): Promise<string | undefined> {
  const hash = createHash('sha256')
  const digest = new ContentDigest(hash)
  try {
    for await (const chunk of object.chunks()) {
      for (let at = 0; at < chunk.length; at += DIGESTED_BYTES) {
        digest.push(chunk.subarray(at, at + DIGESTED_BYTES))
        await turn()
      }
    }
    digest.end()
  } catch (error) {
    if (error instanceof DicomError) return undefined
    throw error
  }
  return hash.digest('hex')
}
