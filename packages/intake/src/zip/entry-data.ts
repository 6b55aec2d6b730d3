/**
 * The bytes of one entry, unpacked and verified: as long as the directory says, with its CRC-32, and never more
 * than the limits allow, counted while they come out.
 */
import { Buffer } from 'node:buffer'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { crc32, createInflateRaw, inflateRaw } from 'node:zlib'
import { ContainerRefusal } from '../container-refusal.ts'
import type { IntakeLimits } from '../limits.ts'
import type { BlockReader } from '../reading/block-reader.ts'
import { type ArchiveEntry, METHOD_STORED } from './archive-entries.ts'
import { displayName } from './entry-names.ts'
import { damagedEntry, dataOffset } from './local-header.ts'

/** Entries up to this size, packed and unpacked, are inflated in one go: a stream costs more than the work. */
const ONE_GO_BYTES = 4 * 1024 * 1024
const INFLATED_CHUNK_BYTES = 256 * 1024

const inflateInOneGo = promisify(inflateRaw) as (
  bytes: Buffer,
  options: { maxOutputLength: number; chunkSize: number },
) => Promise<Buffer>

/** What the archives of one sending have unpacked to so far. */
export class UnpackedTotal {
  #bytes = 0
  readonly #limits: IntakeLimits
  constructor(limits: IntakeLimits) {
    this.#limits = limits
  }
  /** @throws ContainerRefusal 'archive-bomb' */
  add(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes > this.#limits.maxUnpackedBytes) {
      const detail = `The sending unpacks to more than the ${this.#limits.maxUnpackedBytes} bytes that are allowed.`
      throw new ContainerRefusal('archive-bomb', detail)
    }
  }
}

/** What one archive has unpacked to so far, against what was read of it: many small bombs are one. */
export class ArchiveVolume {
  #packedBytes = 0
  #unpackedBytes = 0
  readonly #limits: IntakeLimits
  readonly #total: UnpackedTotal
  constructor(limits: IntakeLimits, total: UnpackedTotal) {
    this.#limits = limits
    this.#total = total
  }
  addPacked(bytes: number): void {
    this.#packedBytes += bytes
  }
  /** @throws ContainerRefusal 'archive-bomb' */
  addUnpacked(bytes: number): void {
    this.#unpackedBytes += bytes
    this.#total.add(bytes)
    if (this.#unpackedBytes > mostUnpacked(this.#packedBytes, this.#limits)) {
      const detail = `The archive unpacks to more than ${this.#limits.maxRatio} times its size.`
      throw new ContainerRefusal('archive-bomb', detail)
    }
  }
}

function mostUnpacked(packedBytes: number, limits: IntakeLimits): number {
  return Math.max(limits.ratioFreeBytes, packedBytes * limits.maxRatio)
}

export interface UnpackContext {
  readonly reader: BlockReader
  readonly limits: IntakeLimits
  /** Undefined for an entry that is unpacked once more and was counted the first time. */
  readonly volume: ArchiveVolume | undefined
  /** Told how many bytes of the archive have been used up. */
  readonly onPacked: ((bytes: number) => void) | undefined
}

/**
 * A chunk is valid until the next one is asked for.
 *
 * @throws ContainerRefusal 'archive-damaged' or 'archive-bomb', at the latest after the last chunk: what was read
 *   before it must not be kept.
 */
export async function* unpackEntry(entry: ArchiveEntry, context: UnpackContext): AsyncGenerator<Buffer> {
  const { reader, limits, volume, onPacked } = context
  const start = await dataOffset(entry, reader)
  volume?.addPacked(entry.compressedBytes)
  const packed = told(reader.range(start, start + entry.compressedBytes), onPacked)
  const chunks = entry.method === METHOD_STORED ? packed : inflated(entry, packed)
  const ratioLimit = mostUnpacked(entry.compressedBytes, limits)
  let sizeBytes = 0
  let checksum = 0
  for await (const chunk of chunks) {
    sizeBytes += chunk.length
    if (sizeBytes > ratioLimit) {
      const detail = `"${displayName(entry.name)}" unpacks to more than ${limits.maxRatio} times its size.`
      throw new ContainerRefusal('archive-bomb', detail)
    }
    if (sizeBytes > entry.sizeBytes) throw damagedEntry(entry, 'is longer than the directory says')
    volume?.addUnpacked(chunk.length)
    checksum = crc32(chunk, checksum)
    yield chunk
  }
  if (sizeBytes < entry.sizeBytes) throw damagedEntry(entry, 'is shorter than the directory says')
  if (checksum !== entry.crc32)
    throw damagedEntry(entry, 'does not have the checksum that the directory says')
}

async function* told(
  chunks: AsyncGenerator<Buffer>,
  onPacked: ((bytes: number) => void) | undefined,
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    yield chunk
    onPacked?.(chunk.length)
  }
}

function inflated(entry: ArchiveEntry, packed: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const isSmall = entry.compressedBytes <= ONE_GO_BYTES && entry.sizeBytes <= ONE_GO_BYTES
  return isSmall ? inflatedInOneGo(entry, packed) : inflatedAsStream(entry, packed)
}

async function* inflatedInOneGo(entry: ArchiveEntry, packed: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const bytes = Buffer.allocUnsafe(entry.compressedBytes)
  let filled = 0
  for await (const chunk of packed) filled += chunk.copy(bytes, filled)
  // One byte more than announced: what is longer shows itself, and is not unpacked any further.
  const room = entry.sizeBytes + 1
  try {
    yield await inflateInOneGo(bytes.subarray(0, filled), {
      maxOutputLength: room,
      chunkSize: Math.max(64, room),
    })
  } catch (error) {
    throw inflateProblem(entry, error)
  }
}

async function* inflatedAsStream(
  entry: ArchiveEntry,
  packed: AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw({ chunkSize: INFLATED_CHUNK_BYTES })
  const source = Readable.from(copies(packed), { objectMode: true, highWaterMark: 1 })
  source.on('error', (error) => inflate.destroy(error))
  try {
    for await (const chunk of source.pipe(inflate)) yield chunk as Buffer
  } catch (error) {
    throw inflateProblem(entry, error)
  } finally {
    source.destroy()
    inflate.destroy()
  }
}

/** A stream holds chunks longer than the block they lie in is valid. */
async function* copies(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += INFLATED_CHUNK_BYTES) {
      yield Buffer.from(chunk.subarray(at, at + INFLATED_CHUNK_BYTES))
    }
  }
}

/** Only what zlib says about the data is the archive's fault; a failing disk stays a failing disk. */
function inflateProblem(entry: ArchiveEntry, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error
  if (error.code === 'ERR_BUFFER_TOO_LARGE')
    return damagedEntry(entry, 'is longer than the directory says', error)
  return error.code.startsWith('Z_') ? damagedEntry(entry, 'cannot be unpacked', error) : error
}
