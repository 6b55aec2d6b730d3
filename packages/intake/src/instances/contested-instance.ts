/** A file whose SOP Instance UID stands for different contents already: whatever it holds, it is refused. */
import type { InstanceHeader } from '@epacs/dicom'
import type { FileRecord, Finding, Remark } from '../outcomes/file-record.ts'
import { shownPath } from '../outcomes/shown-path.ts'
import type { Destination } from './destination.ts'

export class ContestedInstance implements Destination {
  readonly skippedBytes = 0
  readonly #first: FileRecord

  constructor(first: FileRecord) {
    this.#first = first
  }

  append(): undefined {}

  async conclude({ sopInstanceUid, studyInstanceUid }: InstanceHeader): Promise<Finding> {
    return { kind: 'rival', sopInstanceUid, studyInstanceUid, remark: conflictWith(this.#first) }
  }

  async close(): Promise<void> {}
}

export function conflictWith(other: FileRecord): Remark {
  const detail = `"${shownPath(other)}" has the same SOP Instance UID and other content.`
  return { code: 'conflicting-instance', detail }
}
