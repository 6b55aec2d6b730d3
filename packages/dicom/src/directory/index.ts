/** The directory of a file-set, DICOMDIR (PS3.3 annex F, PS3.10 §8): its records, and reading those of others. */
export type {
  DirectoryListing,
  DirectoryOddity,
  DirectoryOddityCode,
  ReferencedFile,
} from './directory-listing.ts'
export { DirectoryReader, type DirectoryReadingLimits } from './directory-reader.ts'
export {
  buildRecord,
  completeRecord,
  type DirectoryRecord,
  gapsOf,
  type KeySet,
  keyNames,
  type MadeUpFrom,
  type WrittenRecord,
} from './record.ts'
export {
  type DirectoryHead,
  decodeRecord,
  encodeHead,
  encodeRecord,
  type FileReference,
  LOWER_OFFSET_AT,
  MEDIA_STORAGE_DIRECTORY,
  NEXT_OFFSET_AT,
} from './record-encoding.ts'
export { type LeafRecordType, leafRecordType, type RecordType } from './record-types.ts'
export { keyText } from './record-values.ts'
