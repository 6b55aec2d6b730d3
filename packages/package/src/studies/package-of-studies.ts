/**
 * Some studies of a finished package as a package of their own, without a copy of it on any disk: their entries are
 * byte ranges of the package as it is, only the directories behind them are made anew, and what is added. Its size is known before its
 * first byte, equal choices give equal bytes, and any range of them can be read.
 */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { DICOMDIR_NAME, ENTRY_NAME_LENGTH } from '../file-id.ts'
import { PackageError } from '../package-error.ts'
import type { IndexEntry } from '../package-index.ts'
import { uidOfDigest } from '../uid-of-digest.ts'
import { encodeLocalHeader, localHeaderBytes, ZIP64_THRESHOLDS, type ZipEntry } from '../zip/zip-records.ts'
import { type AddedFile, type Additions, recordsByStudy } from './additions.ts'
import { centralDirectoryBytes, type LaidOutInstance } from './central-directory-of-studies.ts'
import { type DirectoryPlace, directoryOfStudies } from './directory-of-studies.ts'
import { gathered, type PackageBytes } from './package-bytes.ts'

export interface PackageOfStudies {
  readonly sizeBytes: number
  readonly instances: number
  /** Of the package and the choice, in hexadecimal: equal ones mean equal bytes. */
  readonly digest: string
  /** From `start` up to, not including, `end`. Each chunk is a buffer of its own, and the reader's. */
  read(start: number, end: number): AsyncGenerator<Uint8Array>
}

/** The package that the studies are taken from. */
export interface SourcePackage {
  readonly bytes: PackageBytes
  /** In the order of the package. */
  readonly entries: Iterable<IndexEntry> | AsyncIterable<IndexEntry>
  /** In hexadecimal. */
  readonly sha256: string
}

/** One piece of the new package. */
interface Segment {
  readonly sizeBytes: number
  /** `end` is exclusive; counted from the segment's first byte. */
  read(start: number, end: number): AsyncIterable<Uint8Array>
}

const NOTHING_ADDED: Additions = { files: [], instances: [], digest: '' }

/** Part of the digest: to be changed with anything that changes the bytes. */
const FORM = 'package of studies 1'

/**
 * @throws PackageError 'damaged-package' or 'damaged-index' when the two do not belong together
 * @throws RangeError for a study of which the package holds nothing, and for something added of 4 GiB or more
 */
export async function packageOfStudies(
  { bytes, entries, sha256 }: SourcePackage,
  studies: ReadonlySet<string>,
  added: Additions = NOTHING_ADDED,
): Promise<PackageOfStudies> {
  const digest = createHash('sha256')
    .update([FORM, sha256, ...[...studies].sort(), ...(added.digest === '' ? [] : [added.digest])].join('\n'))
    .digest('hex')
  const { instances, chosen, runs, chosenBytes, end } = await layOut(entries, studies)
  const place = await directoryPlace(bytes, end)
  const records = recordsByStudy(added.instances)
  const directory = await directoryOfStudies(bytes, place, studies, uidOfDigest(digest), records)
  if (directory.instances !== chosen + added.instances.length) {
    throw new PackageError(
      'damaged-index',
      `${chosen} instances in the index, ${directory.instances} in DICOMDIR`,
    )
  }
  const files = [await directoryFile(directory), ...added.instances, ...added.files]
  const following = placed(files, chosenBytes)
  const central = () => centralDirectoryBytes(bytes, place.end, instances, following.entries, following.end)
  const segments: readonly Segment[] = [
    ...runs.map((run) => ({
      sizeBytes: run.end - run.start,
      read: (start: number, end: number) => bytes.read(run.start + start, run.start + end),
    })),
    ...following.segments,
    made(await lengthOf(central()), central),
  ]
  return {
    sizeBytes: segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    instances: chosen,
    digest,
    read: (start, end) => readSegments(segments, start, end),
  }
}

interface Run {
  readonly start: number
  end: number
}

async function layOut(entries: SourcePackage['entries'], studies: ReadonlySet<string>) {
  const instances: LaidOutInstance[] = []
  const runs: Run[] = []
  const missing = new Set(studies)
  let end = 0
  let chosen = 0
  let chosenBytes = 0
  for await (const { offset, sizeBytes, studyInstanceUid } of entries) {
    const headerBytes = offset - end
    const hasZip64Header = headerBytes === localHeaderBytes(ENTRY_NAME_LENGTH, true)
    if (!hasZip64Header && headerBytes !== localHeaderBytes(ENTRY_NAME_LENGTH, false)) {
      throw new PackageError('damaged-index', `an entry begins at ${offset}, the one before ends at ${end}`)
    }
    const isChosen = studies.has(studyInstanceUid)
    instances.push({ sizeBytes, headerOffset: isChosen ? chosenBytes : undefined, hasZip64Header })
    if (isChosen) {
      missing.delete(studyInstanceUid)
      chosen++
      chosenBytes += headerBytes + sizeBytes
      const run = runs.at(-1)
      if (run?.end === end) run.end = offset + sizeBytes
      else runs.push({ start: end, end: offset + sizeBytes })
    }
    end = offset + sizeBytes
  }
  if (missing.size > 0) throw new RangeError(`the package holds nothing of ${missing.size} of the studies`)
  return { instances, chosen, runs, chosenBytes, end }
}

const LOCAL_HEADER_BYTES = localHeaderBytes(DICOMDIR_NAME.length, false)

/** DICOMDIR stands behind the last instance, the central directory behind it. */
async function directoryPlace(bytes: PackageBytes, headerOffset: number): Promise<DirectoryPlace> {
  let header = new Uint8Array(0)
  for await (const chunk of bytes.read(headerOffset, headerOffset + LOCAL_HEADER_BYTES)) {
    header = new Uint8Array([...header, ...chunk])
  }
  const view = new DataView(header.buffer)
  const sizeBytes = header.length === LOCAL_HEADER_BYTES ? view.getUint32(22, true) : 0
  const name = String.fromCharCode(...header.subarray(30))
  // Its offsets have 32 bits, so it has no need of zip64.
  if (name !== DICOMDIR_NAME || sizeBytes === ZIP64_THRESHOLDS.bytes || view.getUint16(28, true) !== 0) {
    throw new PackageError('damaged-package', `no DICOMDIR at ${headerOffset}`)
  }
  const start = headerOffset + LOCAL_HEADER_BYTES
  return { start, end: start + sizeBytes }
}

async function directoryFile(directory: {
  readonly sizeBytes: number
  bytes(): AsyncIterable<Uint8Array>
}): Promise<AddedFile> {
  let sum = 0
  for await (const chunk of directory.bytes()) sum = crc32(chunk, sum)
  return { name: DICOMDIR_NAME, sizeBytes: directory.sizeBytes, crc32: sum, bytes: () => directory.bytes() }
}

/** Files one behind the other. */
function placed(files: readonly AddedFile[], start: number) {
  const entries: ZipEntry[] = []
  const segments: Segment[] = []
  let end = start
  for (const { name, sizeBytes, crc32, bytes } of files) {
    if (sizeBytes >= ZIP64_THRESHOLDS.bytes) throw new RangeError(`${name} has 4 GiB or more`)
    const entry = { name, sizeBytes, crc32, headerOffset: end, hasZip64Header: false }
    const header = encodeLocalHeader(entry)
    entries.push(entry)
    segments.push(
      made(header.length, () => once(header)),
      made(sizeBytes, () => gathered(bytes())),
    )
    end += header.length + sizeBytes
  }
  return { entries, segments, end }
}

/** Made anew for each reading, from its beginning. */
function made(sizeBytes: number, bytes: () => AsyncIterable<Uint8Array>): Segment {
  return { sizeBytes, read: (start, end) => partOf(bytes(), start, end) }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield Uint8Array.from(bytes)
}

async function* partOf(chunks: AsyncIterable<Uint8Array>, start: number, end: number) {
  let at = 0
  for await (const chunk of chunks) {
    const part = chunk.subarray(Math.max(0, start - at), Math.max(0, end - at))
    at += chunk.length
    if (part.length > 0) yield part
    if (at >= end) return
  }
}

async function* readSegments(segments: readonly Segment[], start: number, end: number) {
  let at = 0
  for (const segment of segments) {
    const from = Math.max(0, start - at)
    const to = Math.min(segment.sizeBytes, end - at)
    if (from < to) yield* segment.read(from, to)
    at += segment.sizeBytes
  }
}

async function lengthOf(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let length = 0
  for await (const chunk of chunks) length += chunk.length
  return length
}
