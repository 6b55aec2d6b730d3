/** What a package writer is given, and what it gives back. */
import type { Files } from './files.ts'
import type { IndexRemark } from './package-index.ts'
import type { StudySummary } from './study-summary.ts'
import type { Zip64Thresholds } from './zip/zip-records.ts'

export interface PackagePlace {
  readonly packagePath: string
  readonly indexPath: string
  /** For what is needed only while the package is being written. */
  readonly workFolder: string
}

/**
 * While a package is written, how many of its first bytes are in the file as they will stay. 0: an instance before was
 * taken out, and nothing that was told holds any more. `isWhole`: the package has so many bytes, and will be durable when
 * `finish` resolves.
 */
export type TellFinalBytes = (bytes: number, isWhole: boolean) => void

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

export interface PackageTuning {
  /** How package, index and what is needed meanwhile lie on the disk; in the open unless told otherwise. */
  readonly files?: Files | undefined
  readonly tellFinalBytes?: TellFinalBytes | undefined
  /** False: the caller sees to its durability, or needs none. */
  readonly isSynced?: boolean | undefined
  /** For tests, as what follows: limits that real packages reach with gigabytes only. */
  readonly thresholds?: Zip64Thresholds
  readonly hashThreadFromBytes?: number
  /** Of each of the two buffers of the package file. */
  readonly bufferBytes?: number
}
