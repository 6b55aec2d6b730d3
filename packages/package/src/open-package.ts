/** Reading a finished package: one instance by its range, without touching the rest. */
import { type OpenedFile, plainFiles } from './files.ts'
import { PackageError } from './package-error.ts'
import type { IndexEntry } from './package-index.ts'

const READ_BYTES = 256 * 1024

export interface OpenedPackage {
  readonly sizeBytes: number
  /**
   * The bytes of one instance (a DICOM Part 10 file), in chunks of at most 256 KiB, each a buffer of its own.
   *
   * @param range part of the instance, `start` inclusive, `end` exclusive, in bytes; all of it without one.
   * @throws PackageError 'damaged-index' when the place lies outside of the package, 'damaged-package' when the
   *   file has become shorter.
   */
  readInstance(
    entry: Pick<IndexEntry, 'offset' | 'sizeBytes'>,
    range?: { readonly start: number; readonly end: number },
  ): AsyncGenerator<Uint8Array>
  close(): Promise<void>
}

/** Fails as opening files does. */
export async function openPackage(packagePath: string, files = plainFiles): Promise<OpenedPackage> {
  const handle = await files.open(packagePath, 'r')
  try {
    const { size } = await handle.stat()
    return {
      sizeBytes: size,
      readInstance(entry, range = { start: 0, end: entry.sizeBytes }) {
        const start = entry.offset + Math.max(0, range.start)
        const end = entry.offset + Math.min(entry.sizeBytes, range.end)
        if (entry.offset + entry.sizeBytes > size) {
          throw new PackageError('damaged-index', `an instance ends at ${end}, the package at ${size}`)
        }
        return readRange(handle, start, end)
      },
      close: () => handle.close(),
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function* readRange(handle: OpenedFile, start: number, end: number): AsyncGenerator<Uint8Array> {
  for (let at = start; at < end; ) {
    const chunk = new Uint8Array(Math.min(READ_BYTES, end - at))
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, at)
    if (bytesRead === 0)
      throw new PackageError('damaged-package', `the package ends at ${at}, expected ${end}`)
    yield chunk.subarray(0, bytesRead)
    at += bytesRead
  }
}
