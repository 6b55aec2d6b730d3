/**
 * The records of a ZIP as packages hold them (APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.3): method stored, one
 * fixed time, sizes and CRC-32 in the local header (no data descriptors), zip64 only where a field needs it.
 */
import { Buffer } from 'node:buffer'

const LOCAL_HEADER_SIGNATURE = 0x04034b50
const CENTRAL_HEADER_SIGNATURE = 0x02014b50
const END_SIGNATURE = 0x06054b50
const ZIP64_END_SIGNATURE = 0x06064b50
const ZIP64_LOCATOR_SIGNATURE = 0x07064b50

const LOCAL_HEADER_BYTES = 30
const CENTRAL_HEADER_BYTES = 46
const END_BYTES = 22
const ZIP64_END_BYTES = 56
const ZIP64_LOCATOR_BYTES = 20
/** Local zip64 extra field: id, length and both sizes, which must stand there together (4.5.3). */
const LOCAL_ZIP64_EXTRA_BYTES = 20

const ZIP64_EXTRA_ID = 0x0001
const VERSION_STORED_IN_FOLDER = 20
const VERSION_ZIP64 = 45
/** "Made by" Unix, so that unpackers give the files ordinary permissions. */
const MADE_BY_UNIX = 3 << 8
const REGULAR_FILE_MODE = 0o100644
/** 1980-01-01 00:00, the first moment DOS time knows: equal input makes an equal package. */
const DOS_DATE = 0x0021
const DOS_TIME = 0

/** From which value on a field is written in zip64. Tests lower it; real packages use the format's limits. */
export interface Zip64Thresholds {
  /** Sizes and offsets, in bytes. */
  readonly bytes: number
  readonly entries: number
}
export const ZIP64_THRESHOLDS: Zip64Thresholds = { bytes: 0xffffffff, entries: 0xffff }

export interface ZipEntry {
  readonly name: string
  readonly sizeBytes: number
  readonly crc32: number
  /** Where the local header begins. */
  readonly headerOffset: number
  /** The local header has room for zip64 sizes, and so it must use it. */
  readonly hasZip64Header: boolean
}

export function localHeaderBytes(nameLength: number, hasZip64Header: boolean): number {
  return LOCAL_HEADER_BYTES + nameLength + (hasZip64Header ? LOCAL_ZIP64_EXTRA_BYTES : 0)
}

export function encodeLocalHeader(entry: ZipEntry): Buffer {
  const { name, hasZip64Header } = entry
  const bytes = Buffer.alloc(localHeaderBytes(name.length, hasZip64Header))
  bytes.writeUInt32LE(LOCAL_HEADER_SIGNATURE, 0)
  bytes.writeUInt16LE(hasZip64Header ? VERSION_ZIP64 : VERSION_STORED_IN_FOLDER, 4)
  bytes.writeUInt16LE(DOS_TIME, 10)
  bytes.writeUInt16LE(DOS_DATE, 12)
  bytes.writeUInt32LE(entry.crc32, 14)
  const sizeField = hasZip64Header ? 0xffffffff : entry.sizeBytes
  bytes.writeUInt32LE(sizeField, 18)
  bytes.writeUInt32LE(sizeField, 22)
  bytes.writeUInt16LE(name.length, 26)
  bytes.writeUInt16LE(hasZip64Header ? LOCAL_ZIP64_EXTRA_BYTES : 0, 28)
  bytes.write(name, LOCAL_HEADER_BYTES, 'latin1')
  if (hasZip64Header) {
    writeZip64Extra(bytes, LOCAL_HEADER_BYTES + name.length, [entry.sizeBytes, entry.sizeBytes])
  }
  return bytes
}

export function encodeCentralHeader(entry: ZipEntry, thresholds: Zip64Thresholds): Buffer {
  const { name } = entry
  const isLarge = entry.sizeBytes >= thresholds.bytes || entry.hasZip64Header
  const isFar = entry.headerOffset >= thresholds.bytes
  const zip64Values = [
    ...(isLarge ? [entry.sizeBytes, entry.sizeBytes] : []),
    ...(isFar ? [entry.headerOffset] : []),
  ]
  const extraBytes = zip64Values.length === 0 ? 0 : 4 + 8 * zip64Values.length
  const version = extraBytes > 0 ? VERSION_ZIP64 : VERSION_STORED_IN_FOLDER
  const bytes = Buffer.alloc(CENTRAL_HEADER_BYTES + name.length + extraBytes)
  bytes.writeUInt32LE(CENTRAL_HEADER_SIGNATURE, 0)
  bytes.writeUInt16LE(MADE_BY_UNIX | version, 4)
  bytes.writeUInt16LE(version, 6)
  bytes.writeUInt16LE(DOS_TIME, 12)
  bytes.writeUInt16LE(DOS_DATE, 14)
  bytes.writeUInt32LE(entry.crc32, 16)
  const sizeField = isLarge ? 0xffffffff : entry.sizeBytes
  bytes.writeUInt32LE(sizeField, 20)
  bytes.writeUInt32LE(sizeField, 24)
  bytes.writeUInt16LE(name.length, 28)
  bytes.writeUInt16LE(extraBytes, 30)
  bytes.writeUInt32LE(REGULAR_FILE_MODE * 0x10000, 38)
  bytes.writeUInt32LE(isFar ? 0xffffffff : entry.headerOffset, 42)
  bytes.write(name, CENTRAL_HEADER_BYTES, 'latin1')
  if (extraBytes > 0) writeZip64Extra(bytes, CENTRAL_HEADER_BYTES + name.length, zip64Values)
  return bytes
}

export interface CentralDirectoryPlace {
  readonly entries: number
  readonly offset: number
  readonly sizeBytes: number
}

/** What closes the file: the end record, with its zip64 form and locator in front where a field overflows. */
export function encodeEnd(directory: CentralDirectoryPlace, thresholds: Zip64Thresholds): Buffer {
  const { entries, offset, sizeBytes } = directory
  const end = Buffer.alloc(END_BYTES)
  end.writeUInt32LE(END_SIGNATURE, 0)
  const entriesField = entries >= thresholds.entries ? 0xffff : entries
  end.writeUInt16LE(entriesField, 8)
  end.writeUInt16LE(entriesField, 10)
  end.writeUInt32LE(sizeBytes >= thresholds.bytes ? 0xffffffff : sizeBytes, 12)
  end.writeUInt32LE(offset >= thresholds.bytes ? 0xffffffff : offset, 16)
  const overflows =
    entries >= thresholds.entries || sizeBytes >= thresholds.bytes || offset >= thresholds.bytes
  if (!overflows) return end
  const zip64 = Buffer.alloc(ZIP64_END_BYTES + ZIP64_LOCATOR_BYTES)
  zip64.writeUInt32LE(ZIP64_END_SIGNATURE, 0)
  writeUInt64(zip64, ZIP64_END_BYTES - 12, 4)
  zip64.writeUInt16LE(MADE_BY_UNIX | VERSION_ZIP64, 12)
  zip64.writeUInt16LE(VERSION_ZIP64, 14)
  writeUInt64(zip64, entries, 24)
  writeUInt64(zip64, entries, 32)
  writeUInt64(zip64, sizeBytes, 40)
  writeUInt64(zip64, offset, 48)
  zip64.writeUInt32LE(ZIP64_LOCATOR_SIGNATURE, ZIP64_END_BYTES)
  writeUInt64(zip64, offset + sizeBytes, ZIP64_END_BYTES + 8)
  zip64.writeUInt32LE(1, ZIP64_END_BYTES + 16)
  return Buffer.concat([zip64, end])
}

function writeZip64Extra(bytes: Buffer, at: number, values: readonly number[]): void {
  bytes.writeUInt16LE(ZIP64_EXTRA_ID, at)
  bytes.writeUInt16LE(8 * values.length, at + 2)
  for (const [index, value] of values.entries()) writeUInt64(bytes, value, at + 4 + 8 * index)
}

function writeUInt64(bytes: Buffer, value: number, at: number): void {
  bytes.writeBigUInt64LE(BigInt(value), at)
}
