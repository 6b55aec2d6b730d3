/**
 * Many files as one ZIP, as the portal sends them: method stored, made while it travels (APPNOTE.TXT 6.3.10 §4.3).
 * No zip64: what is measured here stays below its limits.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { DataFile, DataSet } from '../generator/data-set.ts'

const LOCAL_BYTES = 30
const CENTRAL_BYTES = 46
const END_BYTES = 22
/** 1 January 1980, the first day that DOS knows. */
const DOS_DATE = 0x0021
const READS_AHEAD = 8

export function storedZipBytes({ files }: DataSet): number {
  return files.reduce(
    (sum, { path, sizeBytes }) => sum + LOCAL_BYTES + CENTRAL_BYTES + 2 * path.length + sizeBytes,
    END_BYTES,
  )
}

/** The ZIP's bytes in order, a file at a time. */
export async function* storedZip({ folder, files }: DataSet): AsyncGenerator<Buffer> {
  const central: Buffer[] = []
  let offset = 0
  const ahead = files.slice(0, READS_AHEAD).map((file) => readFile(join(folder, file.path)))
  for (const [index, file] of files.entries()) {
    const bytes = (await ahead.shift()) ?? Buffer.alloc(0)
    const next = files[index + READS_AHEAD]
    if (next !== undefined) ahead.push(readFile(join(folder, next.path)))
    const facts = entryFacts(file, crc32(bytes))
    const name = Buffer.from(file.path, 'latin1')
    const local = Buffer.alloc(LOCAL_BYTES)
    local.writeUInt32LE(0x04034b50, 0)
    facts.copy(local, 4)
    central.push(centralHeader(facts, offset), name)
    offset += LOCAL_BYTES + name.length + bytes.length
    yield local
    yield name
    yield bytes
  }
  yield Buffer.concat([...central, endRecord(central, offset)])
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
  header.writeUInt32LE(offset, 42)
  return header
}

function endRecord(central: readonly Buffer[], offset: number): Buffer {
  const entries = central.length / 2
  const end = Buffer.alloc(END_BYTES)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries, 8)
  end.writeUInt16LE(entries, 10)
  end.writeUInt32LE(
    central.reduce((sum, part) => sum + part.length, 0),
    12,
  )
  end.writeUInt32LE(offset, 16)
  return end
}
