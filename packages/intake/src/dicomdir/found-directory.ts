import type { FileRecord } from '../outcomes/file-record.ts'

/** A DICOMDIR that came along: which files it says that there are. */
export interface FoundDirectory {
  readonly record: FileRecord
  readonly listed: readonly ListedFile[]
}

export interface ListedFile {
  /** `/` between the components, from the folder that the DICOMDIR is in. */
  readonly fileId: string
  /** What the record says that the file holds; undefined when it does not say. */
  readonly sopInstanceUid: string | undefined
}
