/** Writing a package in one pass: instances are appended as they come, the directory is written last. */
import type { InstanceHeader } from '@epacs/dicom'
import type { IndexRemark } from './package-index.ts'
import type { StudySummary } from './study-summary.ts'

export interface PackagePlace {
  readonly packagePath: string
  readonly indexPath: string
  /** For what is needed only while the package is being written. */
  readonly workFolder: string
}

export interface PackageFacts {
  readonly sizeBytes: number
  readonly instances: number
  /** Of the whole package file, in hexadecimal. */
  readonly sha256: string
}

export interface InstanceSource {
  /** The name under which the sender sent it. */
  readonly path: string
  readonly remark?: IndexRemark
}

export interface CommittedInstance {
  /** Its number in this package, from 0 in the order of commits. */
  readonly instance: number
  /** Of the instance as it stands in the package, in hexadecimal. */
  readonly sha256: string
  /** Names of the attributes (PS3.6) that the directory needs, the file lacks, and the directory made up. */
  readonly inventedKeys: readonly string[]
}

export interface FinishedPackage {
  readonly facts: PackageFacts
  readonly studies: readonly StudySummary[]
}

export declare class PackageWriter {
  static create(place: PackagePlace): Promise<PackageWriter>
  begin(expectedBytes: number): void | Promise<void>
  append(bytes: Uint8Array): Promise<void> | undefined
  commit(header: InstanceHeader, source: InstanceSource): Promise<CommittedInstance>
  abandon(): Promise<void>
  drop(instance: number): void
  read(instance: number): AsyncGenerator<Uint8Array>
  setRemark(instance: number, remark: IndexRemark): void
  finish(): Promise<FinishedPackage>
  discard(): Promise<void>
}
