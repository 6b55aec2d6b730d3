/**
 * Many files as one ZIP, as the portal sends them: method stored, made while it travels (APPNOTE.TXT 6.3.10 §4.3).
 * zip64 where the archive needs it (§4.3.14, §4.5.3); a single file stays below 4 GB.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { DataFile, DataSet } from '../generator/data-set.ts'

const LOCAL_BYTES = 30
const CENTRAL_BYTES = 46
const END_BYTES = 22
const END64_BYTES = 56
const LOCATOR64_BYTES = 20
/** Of the extra field that holds an offset alone. */
const OFFSET64_BYTES = 12
const MOST_32 = 0xffff_ffff
const MOST_16 = 0xffff
/** 1 January 1980, the first day that DOS knows. */
const DOS_DATE = 0x0021
const READS_AHEAD = 8

export function storedZipBytes({ files }: DataSet): number {
  let offset = 0
  let central = 0
  for (const { path, sizeBytes } of files) {
    central += CENTRAL_BYTES + path.length + (offset >= MOST_32 ? OFFSET64_BYTES : 0)
    offset += LOCAL_BYTES + path.length + sizeBytes
  }
  const end64 = isZip64(files.length, offset) ? END64_BYTES + LOCATOR64_BYTES : 0
  return offset + central + end64 + END_BYTES
}

function isZip64(entries: number, centralOffset: number): boolean {
  return entries >= MOST_16 || centralOffset >= MOST_32
}

/** The ZIP's bytes in order, a file at a time. */
export async function* storedZip(
  { folder, files }: DataSet,
  read: (path: string) => Promise<Buffer> = readFile,
): AsyncGenerator<Buffer> {
  const central: Buffer[] = []
  let offset = 0
  const ahead = files.slice(0, READS_AHEAD).map((file) => read(join(folder, file.path)))
  for (const [index, file] of files.entries()) {
    const bytes = (await ahead.shift()) ?? Buffer.alloc(0)
    const next = files[index + READS_AHEAD]
    if (next !== undefined) ahead.push(read(join(folder, next.path)))
    const facts = entryFacts(file, crc32(bytes))
    const name = Buffer.from(file.path, 'latin1')
    const local = Buffer.alloc(LOCAL_BYTES)
    local.writeUInt32LE(0x04034b50, 0)
    facts.copy(local, 4)
    central.push(centralHeader(facts, offset), name, offset64(offset))
    offset += LOCAL_BYTES + name.length + bytes.length
    yield local
    yield name
    yield bytes
  }
  yield Buffer.concat([...central, endRecords(files.length, sizeOf(central), offset)])
}

function sizeOf(parts: readonly Buffer[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0)
}

/** §4.5.3: what the header has no room for. */
function offset64(offset: number): Buffer {
  if (offset < MOST_32) return Buffer.alloc(0)
  const extra = Buffer.alloc(OFFSET64_BYTES)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(OFFSET64_BYTES - 4, 2)
  extra.writeBigUInt64LE(BigInt(offset), 4)
  return extra
}

/** The 26 bytes that the local and the central header share, from "version needed" to the lengths. */
function entryFacts({ path, sizeBytes }: DataFile, crc: number): Buffer {
  const facts = Buffer.alloc(26)
  facts.writeUInt16LE(20, 0)
  facts.writeUInt16LE(DOS_DATE, 8)
  facts.writeUInt32LE(crc, 10)
  facts.writeUInt32LE(sizeBytes, 14)
  facts.writeUInt32LE(sizeBytes, 18)
  facts.writeUInt16LE(path.length, 22)
  return facts
}

function centralHeader(facts: Buffer, offset: number): Buffer {
  const header = Buffer.alloc(CENTRAL_BYTES)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(20, 4)
  facts.copy(header, 6)
  header.writeUInt16LE(offset64(offset).length, 30)
  header.writeUInt32LE(Math.min(offset, MOST_32), 42)
  return header
}

function endRecords(entries: number, centralBytes: number, centralOffset: number): Buffer {
  const end = Buffer.alloc(END_BYTES)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Math.min(entries, MOST_16), 8)
  end.writeUInt16LE(Math.min(entries, MOST_16), 10)
  end.writeUInt32LE(Math.min(centralBytes, MOST_32), 12)
  end.writeUInt32LE(Math.min(centralOffset, MOST_32), 16)
  if (!isZip64(entries, centralOffset)) return end
  const end64 = Buffer.alloc(END64_BYTES)
  end64.writeUInt32LE(0x06064b50, 0)
  end64.writeBigUInt64LE(BigInt(END64_BYTES - 12), 4)
  end64.writeUInt16LE(45, 12)
  end64.writeUInt16LE(45, 14)
  end64.writeBigUInt64LE(BigInt(entries), 24)
  end64.writeBigUInt64LE(BigInt(entries), 32)
  end64.writeBigUInt64LE(BigInt(centralBytes), 40)
  end64.writeBigUInt64LE(BigInt(centralOffset), 48)
  const locator = Buffer.alloc(LOCATOR64_BYTES)
  locator.writeUInt32LE(0x07064b50, 0)
  locator.writeBigUInt64LE(BigInt(centralOffset + centralBytes), 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([end64, locator, end])
}
