/**
 * Metadata of a series or study as one gzip, kept for whoever asks next: the viewer's page asks for it before the
 * viewer itself does, and reading thousands of headers takes seconds.
 */
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

/** What more instances say is written as it is read: it would be long until the first byte. */
export const MOST_PACKED_INSTANCES = 5000
/** Of one, and of all together that are kept; five hundred slices take 20 kB. */
export const MOST_PACKED_BYTES = 16 * 1024 * 1024
/** That much of it unpacked, too: headers can be large and alike, and take long to read. */
const MOST_JSON_BYTES = 256 * 1024 * 1024
/** What it counts for that one is known to be too large. */
const KNOWN_BYTES = 1024
/** A fifth less, and six times as fast, as the best. */
const QUICK = 3

interface Packing {
  /** Undefined: it is too large to be packed. */
  readonly packed: Promise<Buffer | undefined>
  readonly stop: AbortController
  waiting: number
  /** How much it is counted for, once it is kept. */
  keptBytes: number | undefined
}

/** Least recently used first. */
const packings = new Map<string, Packing>()
let keptBytes = 0

/**
 * @param json made only when it is not kept; a failure is everybody's who waits for it, and is not kept
 * @param gone whoever asks has gone away: the packing stops when nobody else waits for it
 * @returns undefined: it is larger than what is packed
 */
export async function packedOnce(
  name: string,
  json: () => AsyncIterable<Uint8Array>,
  gone: AbortSignal,
): Promise<Buffer | undefined> {
  gone.throwIfAborted()
  const packing = packings.get(name) ?? begun(name, json)
  // The most recently used from now on.
  packings.delete(name)
  packings.set(name, packing)
  packing.waiting++
  const { promise: left, reject } = Promise.withResolvers<never>()
  const onGone = () => reject(gone.reason)
  gone.addEventListener('abort', onGone, { once: true })
  try {
    return await Promise.race([packing.packed, left])
  } finally {
    gone.removeEventListener('abort', onGone)
    packing.waiting--
    if (packing.waiting === 0 && packing.keptBytes === undefined) {
      forget(name, packing)
      packing.stop.abort()
    }
  }
}

function begun(name: string, json: () => AsyncIterable<Uint8Array>): Packing {
  const stop = new AbortController()
  const packing: Packing = {
    stop,
    waiting: 0,
    keptBytes: undefined,
    packed: pack(json(), stop.signal).then(
      (bytes) => {
        // What is too large stays so: it is not tried again.
        keep(name, packing, bytes?.length ?? KNOWN_BYTES)
        return bytes
      },
      (error: unknown) => {
        forget(name, packing)
        throw error
      },
    ),
  }
  // Whoever waits is told; when all have gone it is nobody's.
  packing.packed.catch(() => undefined)
  return packing
}

/** Undefined: there is too much of it, and nothing is collected any more. */
async function pack(json: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<Buffer | undefined> {
  const parts: Buffer[] = []
  let jsonBytes = 0
  let packedBytes = 0
  const tooMuch = new Error('more than is packed')
  const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      jsonBytes += chunk.length
      if (jsonBytes > MOST_JSON_BYTES) throw tooMuch
      yield chunk
    }
  }
  const collected = async (chunks: AsyncIterable<Buffer>) => {
    for await (const part of chunks) {
      packedBytes += part.length
      if (packedBytes > MOST_PACKED_BYTES) throw tooMuch
      parts.push(part)
    }
  }
  try {
    await pipeline(json, counted, createGzip({ level: QUICK }), collected, { signal })
  } catch (error) {
    if (error === tooMuch) return undefined
    throw error
  }
  return Buffer.concat(parts)
}

function keep(name: string, packing: Packing, length: number): void {
  // All have gone meanwhile.
  if (packings.get(name) !== packing) return
  packing.keptBytes = length
  keptBytes += length
  for (const [other, { keptBytes: bytes }] of packings) {
    if (keptBytes <= MOST_PACKED_BYTES) return
    if (other === name || bytes === undefined) continue
    packings.delete(other)
    keptBytes -= bytes
  }
}

function forget(name: string, packing: Packing): void {
  if (packings.get(name) === packing) packings.delete(name)
}
