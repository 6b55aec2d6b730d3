/** The list of entries that closes the ZIP: those of the package that are chosen, at their new places, and what follows them. */
import { PackageError } from '../package-error.ts'
import { turns } from '../turn.ts'
import { encodeCentralHeader, encodeEnd, ZIP64_THRESHOLDS, type ZipEntry } from '../zip/zip-records.ts'
import { ByteReader } from './byte-reader.ts'
import { gathered, type PackageBytes } from './package-bytes.ts'

/** What is remembered of an instance of the package. */
export interface LaidOutInstance {
  readonly sizeBytes: number
  /** In the new package; undefined: it is not part of it. */
  readonly headerOffset: number | undefined
  readonly hasZip64Header: boolean
}

const HEADER_BYTES = 46
const SIGNATURE = 0x02014b50

/**
 * @param from where the central directory of the package begins
 * @param following DICOMDIR, and what is added behind it
 * @param offset where this one will begin
 */
export function centralDirectoryBytes(
  source: PackageBytes,
  from: number,
  instances: readonly LaidOutInstance[],
  following: readonly ZipEntry[],
  offset: number,
): AsyncGenerator<Uint8Array> {
  return gathered(records(source, from, instances, following, offset))
}

async function* records(
  source: PackageBytes,
  from: number,
  instances: readonly LaidOutInstance[],
  following: readonly ZipEntry[],
  offset: number,
): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(source.read(from, Number.MAX_SAFE_INTEGER))
  const turn = turns()
  let entries = following.length
  let sizeBytes = 0
  for (const { headerOffset, ...instance } of instances) {
    const { name, crc32 } = await nextHeader(reader)
    await turn()
    if (headerOffset === undefined) continue
    const header = encodeCentralHeader({ ...instance, name, crc32, headerOffset }, ZIP64_THRESHOLDS)
    entries++
    sizeBytes += header.length
    yield header
  }
  for (const entry of following) {
    const header = encodeCentralHeader(entry, ZIP64_THRESHOLDS)
    sizeBytes += header.length
    yield header
  }
  yield encodeEnd({ entries, offset, sizeBytes }, ZIP64_THRESHOLDS)
}

async function nextHeader(reader: ByteReader): Promise<Pick<ZipEntry, 'name' | 'crc32'>> {
  const bytes = await reader.take(HEADER_BYTES)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(0, true) !== SIGNATURE) {
    throw new PackageError('damaged-package', 'the central directory is not where it was written')
  }
  const crc32 = view.getUint32(16, true)
  const nameLength = view.getUint16(28, true)
  const name = String.fromCharCode(...(await reader.take(nameLength)))
  await reader.take(view.getUint16(30, true))
  return { name, crc32 }
}
