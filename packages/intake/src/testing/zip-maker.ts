/** ZIPs for tests, right ones and wrong ones: any field may be given a value that does not fit. */
import { Buffer } from 'node:buffer'
import { crc32, deflateRawSync } from 'node:zlib'

export interface EntryToMake {
  readonly name: string | Uint8Array
  readonly data?: Uint8Array
  readonly method?: number
  /** As it lies in the file; compressed by `method` without it. */
  readonly packed?: Uint8Array
  readonly flags?: number
  readonly crc32?: number
  readonly sizeBytes?: number
  readonly compressedBytes?: number
  readonly madeByHost?: number
  readonly mode?: number
  readonly extra?: Uint8Array
  /** Sizes and CRC behind the data and not before it, as when the writer could not go back. */
  readonly hasDataDescriptor?: boolean
  readonly headerOffset?: number
}

export interface ZipToMake {
  readonly comment?: string
  readonly entryCount?: number
  readonly directoryOffset?: number
  readonly disk?: number
}

const FLAG_UTF8 = 0x0800
const FLAG_DATA_DESCRIPTOR = 0x0008

export function makeZip(entries: readonly EntryToMake[], whole: ZipToMake = {}): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const entry of entries) {
    const made = makeEntry(entry, at)
    parts.push(made.local)
    directory.push(made.central)
    at += made.local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(whole.disk ?? 0, 4)
  end.writeUInt16LE((whole.entryCount ?? entries.length) % 0x10000, 8)
  end.writeUInt16LE((whole.entryCount ?? entries.length) % 0x10000, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(whole.directoryOffset ?? at, 16)
  const comment = Buffer.from(whole.comment ?? '')
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([...parts, central, end, comment])
}

function makeEntry(entry: EntryToMake, at: number): { local: Buffer; central: Buffer } {
  const { data = Buffer.alloc(0), method = 8, extra = new Uint8Array() } = entry
  const name = typeof entry.name === 'string' ? Buffer.from(entry.name) : Buffer.from(entry.name)
  const packed = entry.packed ?? (method === 8 ? deflateRawSync(data) : data)
  const flags =
    (entry.flags ?? 0) |
    (typeof entry.name === 'string' ? FLAG_UTF8 : 0) |
    (entry.hasDataDescriptor === true ? FLAG_DATA_DESCRIPTOR : 0)
  const fields = Buffer.alloc(26)
  fields.writeUInt16LE(20, 0)
  fields.writeUInt16LE(flags, 2)
  fields.writeUInt16LE(method, 4)
  fields.writeUInt16LE(0x0021, 8)
  fields.writeUInt32LE(entry.crc32 ?? crc32(data), 10)
  fields.writeUInt32LE(entry.compressedBytes ?? packed.length, 14)
  fields.writeUInt32LE(entry.sizeBytes ?? data.length, 18)
  fields.writeUInt16LE(name.length, 22)
  fields.writeUInt16LE(extra.length, 24)
  const localFields = Buffer.from(fields)
  const descriptor = Buffer.alloc(entry.hasDataDescriptor === true ? 16 : 0)
  if (entry.hasDataDescriptor === true) {
    descriptor.writeUInt32LE(0x08074b50, 0)
    fields.copy(descriptor, 4, 10, 22)
    localFields.fill(0, 10, 22)
  }
  const attributes = Buffer.alloc(14)
  attributes.writeUInt32LE(((entry.mode ?? 0o100644) * 0x10000) >>> 0, 6)
  attributes.writeUInt32LE(entry.headerOffset ?? at, 10)
  return {
    local: Buffer.concat([Buffer.from('PK\x03\x04'), localFields, name, extra, packed, descriptor]),
    central: Buffer.concat([
      Buffer.from('PK\x01\x02'),
      Buffer.of(20, entry.madeByHost ?? 3),
      fields,
      attributes,
      name,
      extra,
    ]),
  }
}
