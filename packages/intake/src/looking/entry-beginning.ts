/** The bytes of an entry from its beginning, unpacked only as far as they are asked for. */
import { DeflatedStream, DicomError } from '@epacs/dicom'
import { ContainerRefusal } from '../container-refusal.ts'
import type { IntakeLimits } from '../limits.ts'
import { type ArchiveEntry, METHOD_STORED } from '../zip/archive-entries.ts'
import { displayName } from '../zip/entry-names.ts'
import { damagedEntry } from '../zip/local-header.ts'
import { growing, partOf, type ReadableBytes } from './readable-bytes.ts'

/** Unpacked at a time: deflate makes at most a thousand times as much of it. */
const PACKED_PIECE_BYTES = 8 * 1024

/**
 * @param start where its data begins in the archive
 * @throws ContainerRefusal 'archive-damaged' or 'archive-bomb'; NotLookedInto
 */
export async function* entryBeginning(
  archive: ReadableBytes,
  entry: ArchiveEntry,
  start: number,
  limits: IntakeLimits,
): AsyncGenerator<Uint8Array> {
  const packed = growing(partOf(archive, start, entry.compressedBytes))
  yield* entry.method === METHOD_STORED ? packed : inflated(packed, entry, limits)
}

async function* inflated(
  packed: AsyncGenerator<Uint8Array>,
  entry: ArchiveEntry,
  limits: IntakeLimits,
): AsyncGenerator<Uint8Array> {
  const stream = new DeflatedStream(limits, 0)
  for await (const chunk of packed) {
    for (let at = 0; at < chunk.length && !stream.hasEnded; at += PACKED_PIECE_BYTES) {
      const unpacked: Uint8Array[] = []
      try {
        stream.push(chunk.subarray(at, at + PACKED_PIECE_BYTES), (bytes) => unpacked.push(bytes.slice()))
      } catch (error) {
        throw asRefusal(entry, error, limits)
      }
      if (stream.outputBytes > entry.sizeBytes) throw damagedEntry(entry, 'is longer than the directory says')
      yield* unpacked
    }
  }
  if (!stream.hasEnded) throw damagedEntry(entry, 'cannot be unpacked')
  if (stream.outputBytes < entry.sizeBytes) throw damagedEntry(entry, 'is shorter than the directory says')
}

function asRefusal(entry: ArchiveEntry, error: unknown, { maxRatio }: IntakeLimits): unknown {
  if (!(error instanceof DicomError)) return error
  if (error.code !== 'expands-too-much') return damagedEntry(entry, 'cannot be unpacked', error)
  const detail = `"${displayName(entry.name)}" unpacks to more than ${maxRatio} times its size.`
  return new ContainerRefusal('archive-bomb', detail)
}
