/**
 * Reads the central directory of a ZIP (APPNOTE.TXT 6.3.10, sections 4.3.12 to 4.3.16, zip64 included), all of it
 * before anything is unpacked.
 *
 * Own code and not yauzl, because what a directory leaves unsaid decides whether images go missing: yauzl believes
 * the number of entries (an archive of 65,537 files without zip64 then seems to hold one), does not ask whether
 * the directory ends where its end record says, and does two reads an entry. Here the directory must fill its
 * place exactly.
 */
import { Buffer } from 'node:buffer'
import { ContainerRefusal } from '../container-refusal.ts'
import type { BlockReader } from '../reading/block-reader.ts'

const END_SIGNATURE = 0x06054b50
const END_BYTES = 22
const MAX_COMMENT_BYTES = 0xffff
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50
const ZIP64_LOCATOR_BYTES = 20
const ZIP64_END_SIGNATURE = 0x06064b50
const ZIP64_END_BYTES = 56
const ENTRY_SIGNATURE = 0x02014b50
const ENTRY_BYTES = 46
const ZIP64_EXTRA_ID = 0x0001
const UNICODE_PATH_EXTRA_ID = 0x7075
const WINDOW_BYTES = 256 * 1024

/** One entry as the central directory describes it; nothing of it is believed before the data was read. */
export interface CentralEntry {
  readonly rawName: Buffer
  /** Info-ZIP Unicode Path, where there is one: CRC-32 of the name it stands for, and the name in UTF-8. */
  readonly unicodePath: { readonly nameCrc32: number; readonly utf8: Buffer } | undefined
  readonly madeByHost: number
  readonly flags: number
  readonly method: number
  readonly crc32: number
  readonly compressedBytes: number
  readonly sizeBytes: number
  readonly externalAttributes: number
  readonly headerOffset: number
}

export interface CentralDirectory {
  /** Where the directory begins: no entry's data may reach beyond. */
  readonly offset: number
  /** In the directory's own order; an entry's buffers are valid until the next one is asked for. */
  readonly entries: AsyncGenerator<CentralEntry>
}

/** @throws ContainerRefusal 'archive-damaged', 'archive-in-parts', 'archive-too-many-entries'; the entries too */
export async function openCentralDirectory(
  reader: BlockReader,
  limits: { readonly maxArchiveEntries: number },
): Promise<CentralDirectory> {
  const place = await findDirectory(reader)
  if (place.sizeBytes < place.entryCount * ENTRY_BYTES) throw damaged('its directory is too short')
  return { offset: place.offset, entries: readEntries(new Window(reader), place, limits.maxArchiveEntries) }
}

async function* readEntries(
  window: Window,
  place: DirectoryPlace,
  maxEntries: number,
): AsyncGenerator<CentralEntry> {
  const end = place.offset + place.sizeBytes
  let count = 0
  for (let at = place.offset; at < end; count++) {
    if (count === maxEntries) {
      const detail = `The archive holds more than ${maxEntries} entries.`
      throw new ContainerRefusal('archive-too-many-entries', detail)
    }
    const fixed = window.held(at, ENTRY_BYTES) ?? (await window.load(at, ENTRY_BYTES))
    if (fixed.length < ENTRY_BYTES || fixed.readUInt32LE(0) !== ENTRY_SIGNATURE) {
      throw damaged(`its directory is broken at byte ${at}`)
    }
    const entryBytes = ENTRY_BYTES + fixed.readUInt16LE(28) + fixed.readUInt16LE(30) + fixed.readUInt16LE(32)
    if (at + entryBytes > end) throw damaged(`its directory is broken at byte ${at}`)
    const whole = window.held(at, entryBytes) ?? (await window.load(at, entryBytes))
    yield decodeEntry(whole.subarray(0, ENTRY_BYTES), whole.subarray(ENTRY_BYTES))
    at += entryBytes
  }
  if (!place.isCountOf(count)) throw damaged(`it announces ${place.entryCount} entries and lists ${count}`)
}

/** A part of the file in memory, so that an entry of some 80 bytes does not cost two reads. */
class Window {
  readonly #reader: BlockReader
  #start = 0
  #bytes: Buffer = Buffer.alloc(0)

  constructor(reader: BlockReader) {
    this.#reader = reader
  }

  /** Undefined when not all of it is in memory. */
  held(at: number, length: number): Buffer | undefined {
    const from = at - this.#start
    if (from < 0 || from + length > this.#bytes.length) return undefined
    return this.#bytes.subarray(from, from + length)
  }

  /** Shorter than `length` where the file ends. */
  async load(at: number, length: number): Promise<Buffer> {
    this.#start = at
    this.#bytes = await this.#reader.read(at, Math.max(length, WINDOW_BYTES))
    return this.#bytes.subarray(0, length)
  }
}

interface DirectoryPlace {
  readonly offset: number
  readonly sizeBytes: number
  readonly entryCount: number
  isCountOf(entries: number): boolean
}

async function findDirectory(reader: BlockReader): Promise<DirectoryPlace> {
  const tailBytes = Math.min(reader.sizeBytes, END_BYTES + MAX_COMMENT_BYTES + ZIP64_LOCATOR_BYTES)
  const tailStart = reader.sizeBytes - tailBytes
  const tail = await reader.read(tailStart, tailBytes)
  const endAt = findEnd(tail)
  if (endAt === undefined) throw damaged('it has no directory at its end, as when it was cut off')
  const end = tail.subarray(endAt)
  const disks = [end.readUInt16LE(4), end.readUInt16LE(6)]
  const locatorAt = endAt - ZIP64_LOCATOR_BYTES
  if (locatorAt >= 0 && tail.readUInt32LE(locatorAt) === ZIP64_LOCATOR_SIGNATURE) {
    return await findZip64Directory(reader, tail.subarray(locatorAt, endAt), tailStart + locatorAt)
  }
  requireWhole(disks)
  const entryCount = end.readUInt16LE(10)
  const place = {
    offset: end.readUInt32LE(16),
    sizeBytes: end.readUInt32LE(12),
    entryCount,
    // Some writers go on counting beyond 65,535 without zip64; the directory itself is what counts.
    isCountOf: (entries: number) => entries % 0x10000 === entryCount,
  }
  requireEnd(place, tailStart + endAt)
  return place
}

function findEnd(tail: Buffer): number | undefined {
  for (let at = tail.length - END_BYTES; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END_SIGNATURE) continue
    if (at + END_BYTES + tail.readUInt16LE(at + 20) === tail.length) return at
  }
  return undefined
}

async function findZip64Directory(
  reader: BlockReader,
  locator: Buffer,
  locatorOffset: number,
): Promise<DirectoryPlace> {
  const endOffset = uint64(locator, 8)
  const end = await reader.read(endOffset, ZIP64_END_BYTES)
  if (end.length < ZIP64_END_BYTES || end.readUInt32LE(0) !== ZIP64_END_SIGNATURE) {
    throw damaged('its zip64 end record is missing')
  }
  requireWhole([end.readUInt32LE(16), end.readUInt32LE(20)])
  if (endOffset + 12 + uint64(end, 4) !== locatorOffset)
    throw damaged('its zip64 end record has a wrong size')
  const entryCount = uint64(end, 32)
  const place = {
    offset: uint64(end, 48),
    sizeBytes: uint64(end, 40),
    entryCount,
    isCountOf: (entries: number) => entries === entryCount,
  }
  requireEnd(place, endOffset)
  return place
}

function requireWhole(disks: readonly number[]): void {
  if (disks.some((disk) => disk !== 0)) {
    throw new ContainerRefusal('archive-in-parts', 'The archive is one part of several; send it unsplit.')
  }
}

function requireEnd(place: DirectoryPlace, expectedEnd: number): void {
  if (place.offset + place.sizeBytes !== expectedEnd) {
    throw damaged('its directory does not end where its end record begins')
  }
}

function decodeEntry(fixed: Buffer, variable: Buffer): CentralEntry {
  const nameBytes = fixed.readUInt16LE(28)
  const extra = extraFields(variable.subarray(nameBytes, nameBytes + fixed.readUInt16LE(30)))
  const entry = {
    rawName: variable.subarray(0, nameBytes),
    unicodePath: unicodePath(extra.get(UNICODE_PATH_EXTRA_ID)),
    madeByHost: fixed.readUInt8(5),
    flags: fixed.readUInt16LE(8),
    method: fixed.readUInt16LE(10),
    crc32: fixed.readUInt32LE(16),
    externalAttributes: fixed.readUInt32LE(38),
  }
  const zip64 = new Zip64Values(extra.get(ZIP64_EXTRA_ID))
  // In this order: the extra field holds only what overflows, without names (4.5.3).
  const sizeBytes = zip64.widen(fixed.readUInt32LE(24))
  const compressedBytes = zip64.widen(fixed.readUInt32LE(20))
  const headerOffset = zip64.widen(fixed.readUInt32LE(42))
  return { ...entry, sizeBytes, compressedBytes, headerOffset }
}

class Zip64Values {
  readonly #field: Buffer | undefined
  #at = 0
  constructor(field: Buffer | undefined) {
    this.#field = field
  }
  widen(value: number): number {
    if (value !== 0xffffffff || this.#field === undefined) return value
    if (this.#at + 8 > this.#field.length) throw damaged('a zip64 field is too short')
    this.#at += 8
    return uint64(this.#field, this.#at - 8)
  }
}

/** Later fields of the same id are ignored, and so is what does not fit: extra fields are often sloppy. */
function extraFields(extra: Buffer): Map<number, Buffer> {
  const fields = new Map<number, Buffer>()
  for (let at = 0; at + 4 <= extra.length; ) {
    const id = extra.readUInt16LE(at)
    const length = extra.readUInt16LE(at + 2)
    if (at + 4 + length > extra.length) break
    if (!fields.has(id)) fields.set(id, extra.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  return fields
}

function unicodePath(field: Buffer | undefined): CentralEntry['unicodePath'] {
  if (field === undefined || field.length < 6 || field.readUInt8(0) !== 1) return undefined
  return { nameCrc32: field.readUInt32LE(1), utf8: field.subarray(5) }
}

function uint64(bytes: Buffer, at: number): number {
  const value = bytes.readBigUInt64LE(at)
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged('it names a place beyond any file')
  return Number(value)
}

function damaged(what: string): ContainerRefusal {
  return new ContainerRefusal('archive-damaged', `The archive is damaged: ${what}.`)
}
