/**
 * The central directory of a ZIP, read by zip.js from the bytes at its end. Nothing is unpacked here: what the entries
 * hold is for the rules of the intake.
 */
import {
  type CentralEntry,
  ContainerRefusal,
  NotLookedInto,
  type OpenDirectory,
  type ReadableBytes,
  requireFewEntries,
  UNICODE_PATH_EXTRA_ID,
  unicodeName,
} from '@epacs/intake/looking'
import {
  type Entry,
  ERR_ENCRYPTED_CENTRAL_DIRECTORY,
  ERR_SPLIT_ZIP_FILE,
  ZipReader,
} from '@zip.js/zip.js/lib/zip-core-reader.js'
import { crc32 } from '../virtual-zip/crc32.ts'

/** A quarter of a million entries with long names. Whoever has more is told that there are too many. */
const mostDirectoryBytes = 128 * 1024 * 1024

/** An archive that zip.js finds odd is no damaged one: the centre looks itself. */
export const openDirectory: OpenDirectory = async (archive, { maxArchiveEntries }) => {
  const reader = new ZipReader(new Positions(archive), {
    strictness: 'balanced',
    filenameValidation: 'tolerant',
  })
  const entries = entriesOf(reader, maxArchiveEntries)
  // The first entry is read here: only then is it known where the directory begins.
  const first = await entries.next()
  return { offset: reader.directoryOffset ?? archive.sizeBytes, entries: startingWith(first, entries) }
}

async function* entriesOf(reader: ZipReader<unknown>, maxEntries: number): AsyncGenerator<CentralEntry> {
  let count = 0
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      count += 1
      requireFewEntries(count, maxEntries)
      yield centralEntry(entry)
    }
  } catch (error) {
    throw asRefusal(error)
  }
}

async function* startingWith(
  first: IteratorResult<CentralEntry>,
  rest: AsyncGenerator<CentralEntry>,
): AsyncGenerator<CentralEntry> {
  if (first.done) return
  yield first.value
  yield* rest
}

function centralEntry(entry: Entry): CentralEntry {
  const unicodePath = entry.extraField?.get(UNICODE_PATH_EXTRA_ID)?.data
  return {
    rawName: entry.rawFilename,
    unicodeName: unicodeName(unicodePath, entry.rawFilename, crc32),
    madeByHost: entry.versionMadeBy >>> 8,
    flags: entry.rawBitFlag ?? 0,
    method: entry.compressionMethod,
    crc32: entry.crc32 ?? 0,
    compressedBytes: entry.compressedSize,
    sizeBytes: entry.uncompressedSize,
    externalAttributes: entry.externalFileAttributes ?? 0,
    headerOffset: entry.offset,
  }
}

function asRefusal(error: unknown): unknown {
  if (error instanceof ContainerRefusal || error instanceof NotLookedInto) return error
  const said = error instanceof Error ? error.message : String(error)
  if (said === ERR_SPLIT_ZIP_FILE) {
    return new ContainerRefusal('archive-in-parts', 'The archive is one part of several; send it unsplit.')
  }
  if (said === ERR_ENCRYPTED_CENTRAL_DIRECTORY) {
    return new ContainerRefusal('archive-encrypted', 'The archive is encrypted.', { cause: error })
  }
  return new NotLookedInto('an archive is odd', { cause: error })
}

/** zip.js's way to the bytes: by position alone. */
class Positions {
  readonly size: number
  readonly #archive: ReadableBytes

  constructor(archive: ReadableBytes) {
    this.#archive = archive
    this.size = archive.sizeBytes
  }

  /** Its types ask for it; with `readUint8Array` there it is not read. */
  get readable(): ReadableStream {
    return new ReadableStream()
  }

  async readUint8Array(start: number, length: number): Promise<Uint8Array> {
    if (length > mostDirectoryBytes) throw new NotLookedInto('the directory of an archive is very long')
    return await this.#archive.read(start, length)
  }
}
