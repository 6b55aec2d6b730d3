/**
 * Where the bytes of uploads are kept until their message has come to an end: in files of the data folder
 * (`received-files.ts`), or in pieces in the store that all processes share (`received-pieces.ts`).
 */
import type { OpenedFile } from '@epacs/package'
import type { ByteSink } from './receive.ts'

export interface ChunkOptions {
  readonly offsetBytes: number
  /** It counts only once it was compared with its checksum. */
  readonly isVerifiedLater: boolean
  /** So much of it may come at most. */
  readonly mostBytes: number
}

/** One chunk on its way. Killed before `keep`, a chunk that is verified later leaves nothing that counts. */
export interface ChunkSink extends ByteSink {
  /** It counts, as far as it was written and synced. */
  keep(): Promise<void>
  /** The upload stands again where it stood before the chunk. */
  drop(): Promise<void>
  /** To be called at the end in any case. */
  close(): Promise<void>
}

/** Somebody else wrote to the upload meanwhile, at another process: what this chunk brought does not count. */
export class TakenOverError extends Error {
  override readonly name = 'TakenOverError'
}

/** All but the sweep is for the holder of the upload's lock alone. */
export interface ReceivedBytes {
  /** Every process works with the same bytes; an upload has its row before its first byte. */
  readonly isShared: boolean
  /** Fails when it is there. */
  create(uploadId: string): Promise<void>
  openChunk(uploadId: string, options: ChunkOptions): Promise<ChunkSink>
  /** From where to continue; what of an unverified chunk is left is cut off here. Undefined when the bytes are gone. */
  offsetBytes(uploadId: string): Promise<number | undefined>
  /** That it is there, with none of its bytes yet, is durable when it resolves. */
  syncName(uploadId: string): Promise<void>
  /** What has come is durable when it resolves, also what a process before this one wrote and did not say so of. */
  sync(uploadId: string): Promise<void>
  /** Of an upload that is complete. Undefined when the bytes are gone. */
  sizeBytes(uploadId: string): Promise<number | undefined>
  /** Path of a file with all its bytes, perhaps in this folder, which nobody else uses. @throws NotAtHandError */
  bring(uploadId: string, folder: string, signal: AbortSignal): Promise<string>
  /** To read its beginning while it is written; undefined: what comes cannot be read before it is whole. */
  openArriving?(uploadId: string): Promise<OpenedFile>
  /** Removing what is not there is not an error. */
  remove(uploadId: string): Promise<void>
  /** Removes what no upload needs and no creation that still runs. @param known of these ids, those that have a row */
  sweep(known: (ids: readonly string[]) => Promise<ReadonlySet<string>>): Promise<void>
}
