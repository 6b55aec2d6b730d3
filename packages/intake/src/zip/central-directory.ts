/**
 * The central directory of a ZIP (APPNOTE.TXT 6.3.10, sections 4.3.12 to 4.3.16), read by yauzl through our blocks,
 * all of it before anything is unpacked.
 *
 * What yauzl leaves open is asked here, because it decides whether images go missing: it believes the number of
 * entries (an archive of 65,537 files without zip64 then seems to hold one), so the directory has to end where the
 * announced entries do.
 */
import type { Buffer } from 'node:buffer'
import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl'
import { ContainerRefusal } from '../container-refusal.ts'
import type { BlockReader } from '../reading/block-reader.ts'
import {
  type CentralDirectory,
  type CentralEntry,
  requireFewEntries,
  UNICODE_PATH_EXTRA_ID,
  unicodeName,
} from './central-entry.ts'

/** What may follow the last entry: the end record, its zip64 form, or the directory's signature (4.3.13). */
const AFTER_THE_ENTRIES = [0x06054b50, 0x06064b50, 0x05054b50]

/** @throws ContainerRefusal 'archive-damaged', 'archive-in-parts', 'archive-too-many-entries'; the entries too */
export async function openCentralDirectory(
  reader: BlockReader,
  { maxArchiveEntries }: { readonly maxArchiveEntries: number },
): Promise<CentralDirectory> {
  const access = new BlockAccess(reader)
  const zip = await orRefusal(
    access,
    fromRandomAccessReaderPromise(access, reader.sizeBytes, {
      autoClose: false,
      lazyEntries: true,
      decodeStrings: false,
      validateEntrySizes: false,
    }),
  )
  requireFewEntries(zip.entryCount, maxArchiveEntries)
  access.beginDirectory()
  return {
    get offset() {
      return access.directoryOffset
    },
    entries: entriesOf(zip, access, reader),
  }
}

async function* entriesOf(
  zip: ZipFile,
  access: BlockAccess,
  reader: BlockReader,
): AsyncGenerator<CentralEntry> {
  const entries = zip.eachEntry()
  for (;;) {
    const next = await orRefusal(access, entries.next())
    if (next.done === true) break
    yield centralEntry(next.value)
  }
  if (zip.entryCount === 0) return
  const following = await reader.read(access.directoryEnd, 4)
  if (following.length < 4 || !AFTER_THE_ENTRIES.includes(following.readUInt32LE(0))) {
    throw damaged(`its directory goes on after the ${zip.entryCount} entries that it announces`)
  }
}

function centralEntry(entry: Entry): CentralEntry {
  const unicode = entry.extraFields.find(({ id }) => id === UNICODE_PATH_EXTRA_ID)?.data
  return {
    rawName: entry.fileNameRaw,
    unicodeName: unicodeName(unicode, entry.fileNameRaw, crc32),
    madeByHost: entry.versionMadeBy >>> 8,
    flags: entry.generalPurposeBitFlag,
    method: entry.compressionMethod,
    crc32: entry.crc32,
    compressedBytes: entry.compressedSize,
    sizeBytes: entry.uncompressedSize,
    externalAttributes: entry.externalFileAttributes,
    headerOffset: entry.relativeOffsetOfLocalHeader,
  }
}

/** yauzl's way to the bytes. It also tells where the directory lies, which yauzl keeps to itself. */
class BlockAccess extends RandomAccessReader {
  directoryOffset = 0
  directoryEnd = 0
  /** A failing disk is no damaged archive. */
  readFailure: { readonly error: unknown } | undefined
  readonly #reader: BlockReader
  #isBeginning = false

  constructor(reader: BlockReader) {
    super()
    this.#reader = reader
  }

  /** What is read from here on is the directory. */
  beginDirectory(): void {
    this.#isBeginning = true
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    if (this.#isBeginning) this.directoryOffset = position
    this.#isBeginning = false
    this.directoryEnd = position + length
    this.#readInto(buffer.subarray(offset, offset + length), position).then(callback, (error: unknown) => {
      this.readFailure = { error }
      callback(error instanceof Error ? error : new Error(String(error)))
    })
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#reader.range(start, end), { objectMode: false })
  }

  async #readInto(target: Buffer, position: number): Promise<Error | null> {
    let filled = 0
    for await (const chunk of this.#reader.range(position, position + target.length)) {
      filled += chunk.copy(target, filled)
    }
    return filled < target.length ? new Error('the archive is cut off') : null
  }
}

/** What yauzl says of an archive, as the reason to refuse it. */
async function orRefusal<T>(access: BlockAccess, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (access.readFailure !== undefined) throw access.readFailure.error
    const said = error instanceof Error ? error.message : String(error)
    if (said.startsWith('multi-disk')) {
      throw new ContainerRefusal('archive-in-parts', 'The archive is one part of several; send it unsplit.')
    }
    if (said.startsWith('strong encryption')) {
      throw new ContainerRefusal('archive-encrypted', 'The archive is encrypted.', { cause: error })
    }
    throw new ContainerRefusal('archive-damaged', `The archive is damaged: ${said}.`, { cause: error })
  }
}

function damaged(what: string): ContainerRefusal {
  return new ContainerRefusal('archive-damaged', `The archive is damaged: ${what}.`)
}
