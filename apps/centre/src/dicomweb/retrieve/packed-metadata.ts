/**
 * Metadata of a series or study as one gzip, kept for whoever asks next: the viewer's page asks for it before the
 * viewer itself does, and reading thousands of headers takes seconds.
 */
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

/** What more instances say is written as it is read: it would be long until the first byte. */
export const MOST_PACKED_INSTANCES = 5000
/** Of all together; five hundred slices take 20 kB. */
const MOST_KEPT_BYTES = 16 * 1024 * 1024
/** A fifth less, and six times as fast, as the best. */
const QUICK = 3

/** Least recently used first. */
const kept = new Map<string, Promise<Buffer>>()
let keptBytes = 0

/** @param json made only when it is not kept; a failure is everybody's who waits for it, and is not kept */
export async function packedOnce(name: string, json: () => AsyncIterable<Uint8Array>): Promise<Buffer> {
  const known = kept.get(name)
  const packed = known ?? pack(json())
  kept.delete(name)
  kept.set(name, packed)
  if (known !== undefined) return await known
  try {
    const bytes = await packed
    keptBytes += bytes.length
    await forgetSurplus(name)
    return bytes
  } catch (error) {
    kept.delete(name)
    throw error
  }
}

async function pack(json: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const gzip = createGzip({ level: QUICK })
  const parts: Buffer[] = []
  gzip.on('data', (part: Buffer) => parts.push(part))
  await pipeline(json, gzip)
  return Buffer.concat(parts)
}

async function forgetSurplus(except: string): Promise<void> {
  for (const [name, packed] of kept) {
    if (keptBytes <= MOST_KEPT_BYTES) return
    if (name === except) continue
    kept.delete(name)
    keptBytes -= await packed.then(
      ({ length }) => length,
      () => 0,
    )
  }
}
