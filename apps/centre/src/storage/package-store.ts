/**
 * Where packages lie once they are finished: one object per message with its index beside it. A package is
 * written by its producer in a work folder, then put in one step; from then on it never changes. In a folder:
 * `folder-store.ts`; in an S3-compatible store: `s3/s3-store.ts`.
 */
import type { Readable } from 'node:stream'
import type { Files, FileToOpen } from '@epacs/package'
import type { PieceStore } from './piece-store.ts'

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

/**
 * A package cannot be read on, while its store is well: a sector that has gone, a file that cannot be opened, an object
 * that the store does not give out any more. That nothing can be read at all is another error.
 */
export class PackageReadError extends Error {
  override readonly name: string = 'PackageReadError'
}

/** It was deleted while it was read. */
export class PackageGoneError extends PackageReadError {
  override readonly name = 'PackageGoneError'
}

/**
 * An open package. In a folder it stays readable to its end even when it is deleted meanwhile. An S3-compatible store
 * gives out nothing of what is deleted: reading on then ends with a PackageGoneError, never as if it were the end.
 */
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
  /** What is written into work folders is written by these, and so is what else the data folder holds of messages. */
  readonly files: Files
  /** Where every process finds what any of them receives; null: each keeps it in its own data folder. */
  readonly pieces: PieceStore | null
  /** A new empty folder in the data folder: with the folder's store, putting is a rename and not a copy. */
  createWorkFolder(messageId: string): Promise<string>
  removeWorkFolder(path: string): Promise<void>
  /** Removes work folders left by processes that are gone. Only to be called before work begins. */
  sweepWorkFolders(): Promise<void>
  /**
   * Takes over two finished and synced files, which `files` wrote. Durable when it resolves; before that, `open` does not find it. When it
   * fails, the files may be there still or not.
   */
  put(key: PackageKey, files: { packagePath: string; indexPath: string }): Promise<void>
  /**
   * Resolves to undefined when there is no such package (any more).
   *
   * @throws PackageReadError: this one cannot be opened; what concerns the whole store is another error
   */
  open(key: PackageKey): Promise<OpenPackage | undefined>
  /**
   * A readable copy of the index, to be opened at once; undefined when there is none (any more).
   *
   * @param options.anew not a copy that was made before: it is to be checked what the store gives out
   */
  indexFile(key: PackageKey, options?: { readonly anew?: boolean }): Promise<FileToOpen | undefined>
  /** Without bringing it here. */
  hasIndex(key: PackageKey): Promise<boolean>
  /**
   * Puts what is stored under the key at two paths of a work folder, as finished and synced files that may be put
   * under another key; deleting one of the two leaves the other. False when there is no such package (any more).
   */
  bring(key: PackageKey, files: { packagePath: string; indexPath: string }): Promise<boolean>
  /**
   * Stores the same once more under another key with the same digest: in a folder the bytes lie there once; an
   * S3-compatible store copies them by itself where it can, and they are read back. Deleting one of the two leaves the other. Durable when it resolves. False
   * when there is no such package (any more).
   */
  copy(from: PackageKey, to: PackageKey): Promise<boolean>
  /** Deleting what is not there is not an error. Durable when it resolves. */
  delete(key: PackageKey): Promise<void>
  /** Every stored package, or those of one message, in no order; also what a killed process left of one. */
  list(messageId?: string): AsyncIterable<PackageKey>
  /** Removes what killed processes left of puts where `list` does not show it. Returns how many. */
  sweepUnfinished(): Promise<number>
  /** Whether it answers, within seconds. */
  isAvailable(): Promise<boolean>
}
