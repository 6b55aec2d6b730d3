/** Where the data of an entry begins: behind its local header (APPNOTE 4.3.7), which must not contradict the directory. */
import { ContainerRefusal } from '../container-refusal.ts'
import { type ArchiveEntry, FLAGS_ENCRYPTED, LOCAL_HEADER_BYTES } from './archive-entries.ts'
import { displayName } from './entry-names.ts'

const LOCAL_SIGNATURE = 0x04034b50

/** Bytes by position; shorter than `length` where the file ends. */
export interface ByPosition {
  read(start: number, length: number): Promise<Uint8Array>
}

/** @throws ContainerRefusal 'archive-damaged', 'archive-encrypted' */
export async function dataOffset(entry: ArchiveEntry, archive: ByPosition): Promise<number> {
  const bytes = await archive.read(entry.headerOffset, LOCAL_HEADER_BYTES)
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < LOCAL_HEADER_BYTES || header.getUint32(0, true) !== LOCAL_SIGNATURE) {
    throw damagedEntry(entry, 'is not where the directory says')
  }
  if ((header.getUint16(6, true) & FLAGS_ENCRYPTED) !== 0) {
    const detail = `The archive is encrypted ("${displayName(entry.name)}").`
    throw new ContainerRefusal('archive-encrypted', detail)
  }
  if (header.getUint16(8, true) !== entry.method)
    throw damagedEntry(entry, 'is packed otherwise than the directory says')
  const nameAndExtraBytes = header.getUint16(26, true) + header.getUint16(28, true)
  const start = entry.headerOffset + LOCAL_HEADER_BYTES + nameAndExtraBytes
  if (start + entry.compressedBytes > entry.nextOffset) throw damagedEntry(entry, 'reaches into what follows')
  return start
}

export function damagedEntry(entry: ArchiveEntry, what: string, cause?: Error): ContainerRefusal {
  const detail = `The archive is damaged: "${displayName(entry.name)}" ${what}.`
  return new ContainerRefusal('archive-damaged', detail, { cause })
}
