/** The package: the images of one message as a ZIP file-set, written once, read by range. */
export { type Claim, claimOf } from './file-set/claim.ts'
export { areSpellingsOfOneName, canBeOnePerson, type Person } from './file-set/person.ts'
export { type Files, type FileToOpen, type OpenedFile, plainFiles, readRange } from './files.ts'
export { giveUpChunk, givingUp } from './give-up-chunk.ts'
export { type OpenedPackage, openPackage } from './open-package.ts'
export { PACKAGE_PROBLEMS, PackageError, type PackageProblem } from './package-error.ts'
export { type IndexEntry, type IndexRemark, readIndex } from './package-index.ts'
export { PackageWriter } from './package-writer.ts'
export type {
  CommittedInstance,
  FinishedPackage,
  InstanceSource,
  PackageFacts,
  PackagePlace,
  TellFinalBytes,
} from './packaging.ts'
export type { AddedFile, AddedInstance, Additions } from './studies/additions.ts'
export type { PackageBytes } from './studies/package-bytes.ts'
export { type PackageOfStudies, packageOfStudies } from './studies/package-of-studies.ts'
export type { PatientSummary, SeriesSummary, StudySummary } from './study-summary.ts'
export { uidOfDigest } from './uid-of-digest.ts'
export { zipOfFiles } from './zip/zip-of-files.ts'
