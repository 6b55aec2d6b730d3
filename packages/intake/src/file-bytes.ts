import type { Buffer } from 'node:buffer'

/** The bytes of one file to be looked at: received as it is, or an entry of an archive. */
export interface FileBytes {
  /** As announced. */
  readonly sizeBytes: number
  /** Whether what was read is known to be right only once all of it was read (the CRC of an entry). */
  readonly isVerifiedAtEnd: boolean
  /** A chunk is valid until the next one is asked for. */
  open(): AsyncGenerator<Buffer>
  /** The same bytes once more, for a comparison: counted in no limit and no progress. */
  reopen(): AsyncGenerator<Buffer>
}
