/** What the central directory of a ZIP says of its entries (APPNOTE 4.3.12), whoever reads it. */
import { ContainerRefusal } from '../container-refusal.ts'

export const UNICODE_PATH_EXTRA_ID = 0x7075

/** One entry as the central directory describes it; nothing of it is believed before the data was read. */
export interface CentralEntry {
  readonly rawName: Uint8Array
  /** The name in UTF-8 of an Info-ZIP Unicode Path, where there is one that belongs to the raw name. */
  readonly unicodeName: Uint8Array | undefined
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
  /** Where the directory begins: no entry's data may reach beyond. Known with the first entry. */
  readonly offset: number
  /** In the directory's own order. */
  readonly entries: AsyncGenerator<CentralEntry>
}

/** A CRC ties the field to the name it was made for: after a renaming it is stale (APPNOTE 4.6.9). */
export function unicodeName(
  extraField: Uint8Array | undefined,
  rawName: Uint8Array,
  crc32: (bytes: Uint8Array) => number,
): Uint8Array | undefined {
  if (extraField === undefined || extraField.length < 6 || extraField[0] !== 1) return undefined
  const fields = new DataView(extraField.buffer, extraField.byteOffset, extraField.byteLength)
  return fields.getUint32(1, true) === crc32(rawName) ? extraField.subarray(5) : undefined
}

/** @throws ContainerRefusal 'archive-too-many-entries' */
export function requireFewEntries(entries: number, maxArchiveEntries: number): void {
  if (entries <= maxArchiveEntries) return
  const detail = `The archive holds more than ${maxArchiveEntries} entries.`
  throw new ContainerRefusal('archive-too-many-entries', detail)
}
