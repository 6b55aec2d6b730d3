/**
 * The directory of some studies: their records out of the package's own DICOMDIR, which stand there branch by branch,
 * with new offsets. It is read twice instead of kept: first for the sizes of the branches, then for the records.
 */
import { decodeRecord, encodeHead, LOWER_OFFSET_AT, NEXT_OFFSET_AT, TAG, textOf } from '@epacs/dicom'
import { FILE_SET_ID } from '../file-set/write-directory.ts'
import { PackageError } from '../package-error.ts'
import { turns } from '../turn.ts'
import type { AddedRecords } from './additions.ts'
import { ByteReader } from './byte-reader.ts'
import { gathered, type PackageBytes } from './package-bytes.ts'

export interface DirectoryPlace {
  /** In the package: the first byte of DICOMDIR, and the one behind its last. */
  readonly start: number
  readonly end: number
}

export interface DirectoryOfStudies {
  readonly sizeBytes: number
  /** How many instances it names. */
  readonly instances: number
  /** May be asked for several times. */
  bytes(): AsyncGenerator<Uint8Array>
}

/** @throws PackageError 'damaged-package' for what no PackageWriter wrote. */
export async function directoryOfStudies(
  source: PackageBytes,
  place: DirectoryPlace,
  studies: ReadonlySet<string>,
  fileSetUid: string,
  added: ReadonlyMap<string, readonly AddedRecords[]>,
): Promise<DirectoryOfStudies> {
  const records = { start: place.start + (await firstRecordOffset(source, place)), end: place.end }
  const read = () => recordsOf(source, records, studies, added)
  const { branches, instances, recordBytes } = await measure(read())
  const texts = { fileSetUid, fileSetId: FILE_SET_ID }
  const headBytes = encodeHead({ ...texts, firstRootOffset: 0, lastRootOffset: 0, recordBytes }).length
  const lastRoot = branches.findLast(({ level }) => level === PATIENT)
  const head = encodeHead({
    ...texts,
    firstRootOffset: headBytes,
    lastRootOffset: headBytes + recordBytes - (lastRoot?.bytes ?? 0),
    recordBytes,
  })
  return {
    sizeBytes: headBytes + recordBytes,
    instances,
    bytes: () => gathered(placed(head, read(), branches)),
  }
}

const PATIENT = 0
const SERIES = 2
const LEAF = 3
const LEVELS: ReadonlyMap<string, number> = new Map([
  ['PATIENT', PATIENT],
  ['STUDY', 1],
  ['SERIES', SERIES],
])

interface LevelledRecord {
  readonly level: number
  /** The item with its header. */
  readonly bytes: Uint8Array
}

interface Branch {
  readonly level: number
  /** Of its record and all below. */
  bytes: number
  /** Among its siblings. */
  isLast: boolean
  leaves: number
}

const ITEM_HEADER_BYTES = 8
/** Directory Record Type follows the offset of the lower level: tag, VR, length, value. */
const TYPE_LENGTH_AT = LOWER_OFFSET_AT + 4 + 6

/** The records of the chosen studies, of their patients, and of all below them, what is added being the last of each. */
async function* recordsOf(
  source: PackageBytes,
  { start, end }: DirectoryPlace,
  studies: ReadonlySet<string>,
  added: ReadonlyMap<string, readonly AddedRecords[]>,
): AsyncGenerator<LevelledRecord> {
  const reader = new ByteReader(source.read(start, end))
  const turn = turns()
  let patient: LevelledRecord | undefined
  let isChosen = false
  let study = ''
  while (!(await reader.isAtEnd())) {
    const header = await reader.peek(ITEM_HEADER_BYTES)
    const record = levelled(await reader.take(ITEM_HEADER_BYTES + uint32(header, 4)))
    await turn()
    if (isChosen && record.level < SERIES) yield* addedTo(study, added)
    if (record.level === PATIENT) {
      patient = record
      isChosen = false
      continue
    }
    if (record.level < SERIES) {
      study = textOf(decodeRecord(record.bytes), TAG.StudyInstanceUID) ?? ''
      isChosen = studies.has(study)
      if (isChosen && patient !== undefined) {
        yield patient
        patient = undefined
      }
    }
    if (isChosen) yield record
  }
  if (isChosen) yield* addedTo(study, added)
}

/** Copies: their offsets are written into them. */
function* addedTo(
  study: string,
  added: ReadonlyMap<string, readonly AddedRecords[]>,
): Generator<LevelledRecord> {
  for (const { series, leaf } of added.get(study) ?? []) {
    yield { level: SERIES, bytes: series.slice() }
    yield { level: LEAF, bytes: leaf.slice() }
  }
}

function levelled(bytes: Uint8Array): LevelledRecord {
  const length = bytes[TYPE_LENGTH_AT] ?? 0
  const type = String.fromCharCode(...bytes.subarray(TYPE_LENGTH_AT + 2, TYPE_LENGTH_AT + 2 + length))
  return { level: LEVELS.get(type.trimEnd()) ?? LEAF, bytes }
}

async function measure(records: AsyncIterable<LevelledRecord>) {
  const branches: Branch[] = []
  /** The branch that grows at each level. */
  const open: Branch[] = []
  let instances = 0
  let recordBytes = 0
  for await (const { level, bytes } of records) {
    recordBytes += bytes.length
    if (level === LEAF) {
      instances++
      const series = open[SERIES]
      if (series !== undefined) series.leaves++
    } else {
      const sibling = open[level]
      if (sibling !== undefined) sibling.isLast = false
      open.length = level
      const branch = { level, bytes: 0, isLast: true, leaves: 0 }
      open.push(branch)
      branches.push(branch)
    }
    for (const branch of open) branch.bytes += bytes.length
  }
  return { branches, instances, recordBytes }
}

async function* placed(
  head: Uint8Array,
  records: AsyncIterable<LevelledRecord>,
  branches: readonly Branch[],
): AsyncGenerator<Uint8Array> {
  yield head
  let at = head.length
  let next = 0
  let leavesLeft = 0
  for await (const { level, bytes } of records) {
    const branch = level === LEAF ? undefined : branches[next++]
    if (branch !== undefined) leavesLeft = branch.leaves
    else leavesLeft--
    const isLast = branch === undefined ? leavesLeft === 0 : branch.isLast
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    view.setUint32(NEXT_OFFSET_AT, isLast ? 0 : at + (branch?.bytes ?? bytes.length), true)
    view.setUint32(LOWER_OFFSET_AT, branch === undefined ? 0 : at + bytes.length, true)
    yield bytes
    at += bytes.length
  }
}

/** Behind the preamble with its prefix: the group length of the meta information, whose value is at 140. */
const META_LENGTH_AT = 140
const FIRST_ROOT_TAG = 0x12000004

async function firstRecordOffset(source: PackageBytes, { start, end }: DirectoryPlace): Promise<number> {
  const reader = new ByteReader(source.read(start, end))
  const meta = await reader.take(META_LENGTH_AT + 4)
  await reader.take(uint32(meta, META_LENGTH_AT))
  const fileSetId = await reader.take(8)
  await reader.take((fileSetId[6] ?? 0) + 0x100 * (fileSetId[7] ?? 0))
  const firstRoot = await reader.take(12)
  if (uint32(firstRoot, 0) !== FIRST_ROOT_TAG) {
    throw new PackageError('damaged-package', 'DICOMDIR is not as it was written')
  }
  return uint32(firstRoot, 8)
}

function uint32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at, true)
}
