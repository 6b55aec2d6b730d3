/**
 * The records of a ZIP (PKWARE APPNOTE.TXT 6.3): data as it lies there, names in UTF-8, sizes and CRC behind the data in a
 * descriptor, because the CRC is known only once a file has been read. All numbers little endian.
 */

/** From this value on, a 32-bit (or 16-bit) field says "look into the zip64 record" (4.4.1.4). */
export interface Zip64Limits {
  readonly bytes: number
  readonly entries: number
}

export const zip64Limits: Zip64Limits = { bytes: 0xffffffff, entries: 0xffff }

export interface EntryPlace {
  readonly name: Uint8Array
  /** As its data lies in the ZIP. */
  readonly sizeBytes: number
  readonly method: number
  readonly unpackedBytes: number
  /** Of its local header from the start of the ZIP. */
  readonly offset: number
}

/** Bit 3: CRC and sizes follow the data; bit 11: the name is UTF-8 (4.4.4). */
const flags = 0x0808
/** 1 January 1980 (4.4.6): one selection gives one ZIP, whenever it is built. */
const dosDate = 0x0021
const all32 = 0xffffffff
const all16 = 0xffff

class Writer {
  readonly bytes: Uint8Array
  readonly #view: DataView
  #at = 0

  constructor(length: number) {
    this.bytes = new Uint8Array(length)
    this.#view = new DataView(this.bytes.buffer)
  }

  u16(value: number): this {
    this.#view.setUint16(this.#at, value, true)
    this.#at += 2
    return this
  }

  u32(value: number): this {
    this.#view.setUint32(this.#at, value, true)
    this.#at += 4
    return this
  }

  u64(value: number): this {
    this.#view.setBigUint64(this.#at, BigInt(value), true)
    this.#at += 8
    return this
  }

  raw(bytes: Uint8Array): this {
    this.bytes.set(bytes, this.#at)
    this.#at += bytes.length
    return this
  }
}

type Sized = Pick<EntryPlace, 'sizeBytes' | 'unpackedBytes'>

const isLarge = (place: Sized, limits: Zip64Limits) =>
  place.sizeBytes >= limits.bytes || place.unpackedBytes >= limits.bytes
const isFar = (place: EntryPlace, limits: Zip64Limits) => place.offset >= limits.bytes
const version = (zip64: boolean) => (zip64 ? 45 : 20)

export function localHeaderLength(place: Omit<EntryPlace, 'offset'>, limits: Zip64Limits): number {
  return 30 + place.name.length + (isLarge(place, limits) ? 20 : 0)
}

/** 4.3.7. A large file carries the zip64 extra, which also says that its descriptor has 8-byte sizes (4.3.9.2). */
export function localHeader(place: EntryPlace, limits: Zip64Limits): Uint8Array {
  const large = isLarge(place, limits)
  const writer = new Writer(localHeaderLength(place, limits))
    .u32(0x04034b50)
    .u16(version(large))
    .u16(flags)
    .u16(place.method)
    .u16(0)
    .u16(dosDate)
    .u32(0)
    .u32(large ? all32 : 0)
    .u32(large ? all32 : 0)
    .u16(place.name.length)
    .u16(large ? 20 : 0)
    .raw(place.name)
  if (large) writer.u16(0x0001).u16(16).u64(0).u64(0)
  return writer.bytes
}

export function descriptorLength(place: Sized, limits: Zip64Limits): number {
  return isLarge(place, limits) ? 24 : 16
}

/** 4.3.9, with its usual signature. */
export function descriptor(place: EntryPlace, crc: number, limits: Zip64Limits): Uint8Array {
  const writer = new Writer(descriptorLength(place, limits)).u32(0x08074b50).u32(crc)
  if (isLarge(place, limits)) writer.u64(place.sizeBytes).u64(place.unpackedBytes)
  else writer.u32(place.sizeBytes).u32(place.unpackedBytes)
  return writer.bytes
}

function centralExtraLength(place: EntryPlace, limits: Zip64Limits): number {
  const fields = (isLarge(place, limits) ? 16 : 0) + (isFar(place, limits) ? 8 : 0)
  return fields === 0 ? 0 : 4 + fields
}

export function centralRecordLength(place: EntryPlace, limits: Zip64Limits): number {
  return 46 + place.name.length + centralExtraLength(place, limits)
}

/** 4.3.12, with the zip64 extra of 4.5.3 where a field needs it. */
export function centralRecord(place: EntryPlace, crc: number, limits: Zip64Limits): Uint8Array {
  const large = isLarge(place, limits)
  const far = isFar(place, limits)
  const extra = centralExtraLength(place, limits)
  const writer = new Writer(centralRecordLength(place, limits))
    .u32(0x02014b50)
    .u16(version(extra > 0))
    .u16(version(extra > 0))
    .u16(flags)
    .u16(place.method)
    .u16(0)
    .u16(dosDate)
    .u32(crc)
    .u32(large ? all32 : place.sizeBytes)
    .u32(large ? all32 : place.unpackedBytes)
    .u16(place.name.length)
    .u16(extra)
    .u16(0)
    .u16(0)
    .u16(0)
    .u32(0)
    .u32(far ? all32 : place.offset)
    .raw(place.name)
  if (extra > 0) {
    writer.u16(0x0001).u16(extra - 4)
    if (large) writer.u64(place.unpackedBytes).u64(place.sizeBytes)
    if (far) writer.u64(place.offset)
  }
  return writer.bytes
}

export interface Directory {
  readonly entries: number
  readonly offset: number
  readonly sizeBytes: number
}

function needsZip64({ entries, offset, sizeBytes }: Directory, limits: Zip64Limits): boolean {
  return entries >= limits.entries || offset >= limits.bytes || sizeBytes >= limits.bytes
}

export function endLength(directory: Directory, limits: Zip64Limits): number {
  return needsZip64(directory, limits) ? 56 + 20 + 22 : 22
}

/** 4.3.14 to 4.3.16: the zip64 end record and its locator where needed, then the end record. */
export function end(directory: Directory, limits: Zip64Limits): Uint8Array {
  const { entries, offset, sizeBytes } = directory
  const zip64 = needsZip64(directory, limits)
  const writer = new Writer(endLength(directory, limits))
  if (zip64) {
    writer
      .u32(0x06064b50)
      .u64(44)
      .u16(45)
      .u16(45)
      .u32(0)
      .u32(0)
      .u64(entries)
      .u64(entries)
      .u64(sizeBytes)
      .u64(offset)
    writer
      .u32(0x07064b50)
      .u32(0)
      .u64(offset + sizeBytes)
      .u32(1)
  }
  writer
    .u32(0x06054b50)
    .u16(0)
    .u16(0)
    .u16(zip64 ? all16 : entries)
    .u16(zip64 ? all16 : entries)
    .u32(zip64 ? all32 : sizeBytes)
    .u32(zip64 ? all32 : offset)
    .u16(0)
  return writer.bytes
}
