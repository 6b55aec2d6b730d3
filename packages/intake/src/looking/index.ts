/** A look at files before they are sent; runs in browsers, too. */
export { ContainerRefusal } from '../container-refusal.ts'
export type { FileOutcome } from '../intake-result.ts'
export {
  type CentralDirectory,
  type CentralEntry,
  requireFewEntries,
  UNICODE_PATH_EXTRA_ID,
  unicodeName,
} from '../zip/central-entry.ts'
export type { Choice, KeptEntry, Place } from './choice.ts'
export type { Found, FoundPatient, FoundRemark, FoundSeries, FoundStudy } from './found.ts'
export { type DeclaredStudy, type FileToLookAt, Looking, type OpenDirectory } from './looking.ts'
export type { OtherReading } from './other-reading.ts'
export { imageKind } from './passport/counted-kinds.ts'
export { NotLookedInto, type ReadableBytes } from './readable-bytes.ts'
