/**
 * The entries of a ZIP after all that can be told without unpacking has been checked: unsafe names, encryption,
 * overlaps and sizes that cannot be refuse the archive before a byte of it is used.
 */
import { ContainerRefusal } from '../container-refusal.ts'
import type { IntakeLimits } from '../limits.ts'
import type { BlockReader } from '../reading/block-reader.ts'
import { type CentralEntry, readCentralDirectory } from './central-directory.ts'
import { displayName, entryName, unsafeNameReason } from './entry-names.ts'

const LOCAL_HEADER_BYTES = 30
/** Traditional, strong, and "the directory itself is encrypted" (APPNOTE 4.4.4). */
const FLAGS_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
const METHOD_AES = 99
const MADE_BY_UNIX = [3, 19]
const MODE_KIND = 0o170000
const MODE_LINK = 0o120000
const MODE_DEVICES = [0o010000, 0o020000, 0o060000, 0o140000]

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
export async function listArchive(
  reader: BlockReader,
  limits: Pick<IntakeLimits, 'maxArchiveEntries' | 'maxUnpackedBytes'>,
): Promise<readonly ArchiveEntry[]> {
  const directory = await readCentralDirectory(reader, limits)
  if (directory.entries.length === 0) {
    throw new ContainerRefusal('archive-empty', 'The archive is empty.')
  }
  const nextOffsets = requireApart(directory.entries, directory.offset)
  const entries = directory.entries.map((entry, index) => {
    const name = entryName(entry)
    requireReadable(entry, name)
    return {
      name,
      kind: kindOf(entry, name),
      method: entry.method,
      crc32: entry.crc32,
      compressedBytes: entry.compressedBytes,
      sizeBytes: entry.sizeBytes,
      headerOffset: entry.headerOffset,
      nextOffset: nextOffsets[index] ?? directory.offset,
    }
  })
  requireBounded(entries, limits.maxUnpackedBytes)
  return entries
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
function requireApart(entries: readonly CentralEntry[], directoryOffset: number): Float64Array {
  const order = Uint32Array.from(entries.keys()).sort((one, other) => offset(one) - offset(other))
  const nextOffsets = new Float64Array(entries.length)
  let next = directoryOffset
  for (let at = order.length - 1; at >= 0; at--) {
    const index = order[at] ?? 0
    const entry = entries[index]
    if (entry === undefined) continue
    const leastEnd = entry.headerOffset + LOCAL_HEADER_BYTES + entry.rawName.length + entry.compressedBytes
    if (leastEnd > next) {
      throw new ContainerRefusal('archive-damaged', 'The archive is damaged: entries of it overlap.')
    }
    nextOffsets[index] = next
    next = entry.headerOffset
  }
  return nextOffsets

  function offset(index: number): number {
    return entries[index]?.headerOffset ?? 0
  }
}

function requireBounded(entries: readonly ArchiveEntry[], maxUnpackedBytes: number): void {
  const totalBytes = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  if (totalBytes > maxUnpackedBytes) {
    const detail = `The archive unpacks to ${totalBytes} bytes; ${maxUnpackedBytes} are allowed.`
    throw new ContainerRefusal('archive-bomb', detail)
  }
}

function kindOf(entry: CentralEntry, name: string): EntryKind {
  if (MADE_BY_UNIX.includes(entry.madeByHost)) {
    const mode = entry.externalAttributes >>> 16
    if ((mode & MODE_KIND) === MODE_LINK) return 'link'
    if (MODE_DEVICES.includes(mode & MODE_KIND)) return 'special'
  }
  // A name that ends in a slash and yet has content is no folder: it is looked at like any file.
  return name.endsWith('/') && entry.sizeBytes === 0 ? 'folder' : 'file'
}
