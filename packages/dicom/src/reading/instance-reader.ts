import type { InstanceHeader, ObjectBeginning } from './instance-header.ts'
import type { ReadingLimits } from './reading-limits.ts'

export declare class InstanceReader {
  constructor(options?: { readonly limits?: Partial<ReadingLimits> })
  /** @throws DicomError. The chunk is not kept after return. */
  push(chunk: Uint8Array): void
  /** Known once File Meta and the identifying UIDs of group 0008 were seen (or cannot come any more). */
  readonly beginning: ObjectBeginning | undefined
  /** @throws DicomError */
  end(): InstanceHeader
}
