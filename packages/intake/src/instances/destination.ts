import type { InstanceHeader } from '@epacs/dicom'
import type { FileBytes } from '../file-bytes.ts'
import type { Finding } from '../outcomes/file-record.ts'
import type { Sending } from '../sending.ts'

/** A file that is being looked at. */
export interface FileAtHand {
  readonly sending: Sending
  /** As it is shown. */
  readonly path: string
  readonly bytes: FileBytes
}

/** Where the bytes of a file go once it is known which instance it holds. */
export interface Destination {
  /** How many bytes at the beginning of the file are not wanted. */
  readonly skippedBytes: number
  /** Undefined: took them without waiting. The bytes may change after that. */
  append(bytes: Uint8Array): Promise<void> | undefined
  /** After the last byte, once the file was found to be whole. */
  conclude(header: InstanceHeader): Promise<Finding>
  /** In any case: what did not come to a conclusion leaves no trace. */
  close(): Promise<void>
}
