/** The bytes of one instance, from the package. */
import {
  type ElementPath,
  type ReadObject,
  readObject,
  readWholeObject,
  valueFrom,
} from '@epacs/dicom/object'
import type { IndexEntry } from '@epacs/package'
import type { Centre } from '../centre.ts'
import { dataDeleted } from '../delivery/index.ts'
import type { PackageKey } from '../storage/index.ts'

/** `start` inclusive, `end` exclusive, in bytes of the instance. */
export interface Span {
  readonly start: number
  readonly end: number
}

type Stores = Pick<Centre, 'store'>

/** Headers of most images end here. */
const HEAD_BYTES = 32 * 1024

/** Throws the problem 410 when the package was deleted before the first byte. */
export async function* instanceBytes(
  { store }: Stores,
  key: PackageKey,
  { offset, sizeBytes }: IndexEntry,
  { start, end }: Span = { start: 0, end: sizeBytes },
): AsyncGenerator<Uint8Array> {
  const last = Math.min(end, sizeBytes) - 1
  if (last < start) return
  const open = await store.open(key)
  if (open === undefined) throw dataDeleted()
  yield* open.stream({ start: offset + start, end: offset + last })
}

/** Its elements as far as the pixel data. @throws DicomError */
export async function instanceObject(
  stores: Stores,
  key: PackageKey,
  entry: IndexEntry,
  maxValueBytes?: number,
): Promise<ReadObject> {
  const bytes = headFirst(stores, key, entry)
  return await readObject(bytes, maxValueBytes === undefined ? {} : { maxValueBytes })
}

/**
 * All of its elements, those behind the pixel data too: from its head and its tail. Of packages whose index does not
 * tell where the tail begins, none is read: to find it, every image would have to be read through at each request.
 *
 * @throws DicomError
 */
export async function wholeInstanceObject(
  stores: Stores,
  key: PackageKey,
  entry: IndexEntry,
): Promise<ReadObject> {
  return await readWholeObject(bytesFrom(stores, key, entry), entry.offsetBehindPixelData)
}

/** One of its values; nothing when there is none at `path`. @throws DicomError */
export function instanceValue(
  stores: Stores,
  key: PackageKey,
  entry: IndexEntry,
  path: ElementPath,
): AsyncGenerator<Uint8Array> {
  return valueFrom(bytesFrom(stores, key, entry), entry.offsetBehindPixelData, path)
}

function bytesFrom(stores: Stores, key: PackageKey, entry: IndexEntry) {
  return (offset: number) =>
    offset === 0
      ? headFirst(stores, key, entry)
      : instanceBytes(stores, key, entry, { start: offset, end: entry.sizeBytes })
}

async function* headFirst(stores: Stores, key: PackageKey, entry: IndexEntry): AsyncGenerator<Uint8Array> {
  yield* instanceBytes(stores, key, entry, { start: 0, end: HEAD_BYTES })
  yield* instanceBytes(stores, key, entry, { start: HEAD_BYTES, end: entry.sizeBytes })
}
