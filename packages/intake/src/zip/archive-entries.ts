/**
 * The entries of a ZIP after all that can be told without unpacking has been checked: unsafe names, encryption,
 * overlaps and sizes that cannot be refuse the archive before a byte of it is used.
 */
import { ContainerRefusal } from '../container-refusal.ts'
import type { IntakeLimits } from '../limits.ts'
import type { Pace } from '../pace.ts'
import type { CentralDirectory, CentralEntry } from './central-entry.ts'
import { displayName, entryName, unsafeNameReason } from './entry-names.ts'

export const METHOD_STORED = 0
export const METHOD_DEFLATED = 8
export const LOCAL_HEADER_BYTES = 30
/** Traditional, strong, and "the directory itself is encrypted" (APPNOTE 4.4.4). */
export const FLAGS_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
const METHOD_AES = 99
const MADE_BY_UNIX = [3, 19]
const MODE_KIND = 0o170000
const MODE_LINK = 0o120000
const MODE_PIPE = 0o010000
const MODE_DEVICES = [MODE_PIPE, 0o020000, 0o060000, 0o140000]

export type EntryKind = 'file' | 'folder' | 'link' | 'special'

export interface ArchiveEntry {
  /** As the sender named it, `/` between folders. */
  readonly name: string
  readonly kind: EntryKind
  readonly method: number
  readonly crc32: number
  readonly compressedBytes: number
  readonly sizeBytes: number
  readonly headerOffset: number
  /** Where the next thing in the archive begins: the entry's data must end before. */
  readonly nextOffset: number
}

/** @throws ContainerRefusal */
export async function checkedEntries(
  directory: CentralDirectory,
  limits: Pick<IntakeLimits, 'maxUnpackedBytes'>,
  pace: Pick<Pace, 'rest'>,
): Promise<readonly ArchiveEntry[]> {
  const listed: ListedEntry[] = []
  const leastEnds: number[] = []
  let totalBytes = 0
  for await (const entry of directory.entries) {
    const name = entryName(entry)
    requireReadable(entry, name)
    totalBytes += entry.sizeBytes
    requireBounded(totalBytes, limits.maxUnpackedBytes)
    leastEnds.push(entry.headerOffset + LOCAL_HEADER_BYTES + entry.rawName.length + entry.compressedBytes)
    listed.push({
      name,
      kind: kindOf(entry, name),
      method: entry.method,
      crc32: entry.crc32,
      compressedBytes: entry.compressedBytes,
      sizeBytes: entry.sizeBytes,
      headerOffset: entry.headerOffset,
      nextOffset: directory.offset,
    })
    const turn = pace.rest()
    if (turn !== undefined) await turn
  }
  if (listed.length === 0) throw new ContainerRefusal('archive-empty', 'The archive is empty.')
  await requireApart(listed, leastEnds, pace)
  return listed
}

interface ListedEntry extends ArchiveEntry {
  /** The beginning of the directory, until the neighbours are known. */
  nextOffset: number
}

function requireReadable(entry: CentralEntry, name: string): void {
  const unsafe = unsafeNameReason(name)
  if (unsafe !== undefined) {
    const detail = `The archive has an entry named "${displayName(name)}": ${unsafe}.`
    throw new ContainerRefusal('archive-unsafe-path', detail)
  }
  if ((entry.flags & FLAGS_ENCRYPTED) !== 0 || entry.method === METHOD_AES) {
    throw new ContainerRefusal('archive-encrypted', `The archive is encrypted ("${displayName(name)}").`)
  }
  if (entry.method === 0 && entry.compressedBytes !== entry.sizeBytes) {
    const detail = `The archive is damaged: "${displayName(name)}" is stored and has two different sizes.`
    throw new ContainerRefusal('archive-damaged', detail)
  }
}

/**
 * No entry may reach into another or into the directory: what overlaps unpacks the same bytes again and again
 * (a "better zip bomb": 61 kB that unpack to 10 GB), or shows different content to different readers.
 */
async function requireApart(
  entries: readonly ListedEntry[],
  leastEnds: readonly number[],
  pace: Pick<Pace, 'rest'>,
): Promise<void> {
  const starts = Float64Array.from(entries, ({ headerOffset }) => headerOffset).sort()
  for (const [index, entry] of entries.entries()) {
    const following = firstAfter(starts, entry.headerOffset)
    const sharesItsPlace = following > 1 && starts[following - 2] === entry.headerOffset
    entry.nextOffset = Math.min(entry.nextOffset, starts[following] ?? Number.POSITIVE_INFINITY)
    if (sharesItsPlace || (leastEnds[index] ?? 0) > entry.nextOffset) {
      throw new ContainerRefusal('archive-damaged', 'The archive is damaged: entries of it overlap.')
    }
    const turn = pace.rest()
    if (turn !== undefined) await turn
  }
}

/** Index of the first of the ascending `values` above `value`; their number when there is none. */
function firstAfter(values: Float64Array, value: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((values[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low
}

function requireBounded(totalBytes: number, maxUnpackedBytes: number): void {
  if (totalBytes <= maxUnpackedBytes) return
  const detail = `The archive unpacks to more than the ${maxUnpackedBytes} bytes that are allowed.`
  throw new ContainerRefusal('archive-bomb', detail)
}

function kindOf(entry: CentralEntry, name: string): EntryKind {
  if (MADE_BY_UNIX.includes(entry.madeByHost)) {
    const mode = entry.externalAttributes >>> 16
    if ((mode & MODE_KIND) === MODE_LINK) return 'link'
    // What was zipped from a pipe bears the pipe's mode and is a file all the same.
    const isZippedFromPipe = (mode & MODE_KIND) === MODE_PIPE && entry.sizeBytes > 0
    if (MODE_DEVICES.includes(mode & MODE_KIND) && !isZippedFromPipe) return 'special'
  }
  // A name that ends in a slash and yet has content is no folder: it is looked at like any file.
  return name.endsWith('/') && entry.sizeBytes === 0 ? 'folder' : 'file'
}
