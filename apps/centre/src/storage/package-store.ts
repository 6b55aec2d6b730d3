/**
 * Where packages lie once they are finished: one object per message with its index beside it. A package is
 * written by its producer in a work folder, then put in one step; from then on it never changes. The folder
 * implementation is `folder-store.ts`; an S3-compatible one fits behind the same interface.
 */
import type { Readable } from 'node:stream'

/**
 * The digest is part of the key: two attempts at the same message never overwrite each other, and the record
 * that names the digest decides which of them counts.
 */
export interface PackageKey {
  readonly messageId: string
  /** SHA-256 of the whole package, 64 lower-case hexadecimal digits. */
  readonly sha256: string
}

/** Both ends inclusive, as in HTTP. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** An open package. It stays readable to its end even when it is deleted meanwhile. */
export interface OpenPackage {
  readonly sizeBytes: number
  readonly storedAt: Date
  /**
   * One stream per open package; the stream closes the package when it ends or is destroyed. Its chunks are the
   * reader's own.
   */
  stream(range?: ByteRange): Readable
  /** From `start` up to, not including, `end`, or the end of the package; leaves it open. Chunks are the reader's own. */
  read(start: number, end: number): AsyncIterable<Uint8Array>
  close(): Promise<void>
}

export interface PackageStore {
  /** A new empty folder on the store's own volume, so that putting is a rename and not a copy. */
  createWorkFolder(messageId: string): Promise<string>
  removeWorkFolder(path: string): Promise<void>
  /** Removes work folders left by processes that are gone. Only to be called before work begins. */
  sweepWorkFolders(): Promise<void>
  /** Takes over two finished and synced files. Durable when it resolves. */
  put(key: PackageKey, files: { packagePath: string; indexPath: string }): Promise<void>
  /** Resolves to undefined when there is no such package (any more). */
  open(key: PackageKey): Promise<OpenPackage | undefined>
  /** Path of a readable copy of the index; undefined when there is none (any more). */
  indexPath(key: PackageKey): Promise<string | undefined>
  /**
   * Puts what is stored under the key at two paths of a work folder, as finished and synced files that may be put
   * under another key; deleting one of the two leaves the other. False when there is no such package (any more).
   */
  bring(key: PackageKey, files: { packagePath: string; indexPath: string }): Promise<boolean>
  /** Deleting what is not there is not an error. Durable when it resolves. */
  delete(key: PackageKey): Promise<void>
  /** Every stored package, in no order; also what a killed process left of one. */
  list(): AsyncIterable<PackageKey>
}
