/** The sending that is being taken in: what its files share while they are looked at one after another. */
import { type Files, PackageWriter, plainFiles } from '@epacs/package'
import { InstanceLedger } from './instances/instance-ledger.ts'
import { Patients } from './instances/patients.ts'
import { SameText } from './instances/same-text.ts'
import type { IntakeOptions, IntakeSource } from './intake-result.ts'
import { DEFAULT_LIMITS, type IntakeLimits } from './limits.ts'
import type { FileRecord, Scope } from './outcomes/file-record.ts'
import { Pace } from './pace.ts'
import { ProgressMeter } from './progress.ts'
import { UnpackedTotal } from './zip/entry-data.ts'

export interface Sending {
  readonly writer: PackageWriter
  readonly files: Files
  readonly limits: IntakeLimits
  readonly leaveOut: NonNullable<IntakeOptions['leaveOut']>
  readonly pace: Pace
  readonly progress: ProgressMeter
  readonly unpacked: UnpackedTotal
  /** In the order of the files. */
  readonly records: FileRecord[]
  /** The files that were sent one by one. */
  readonly loose: Scope
  readonly instances: InstanceLedger
  readonly patients: Patients
  readonly studyUids: SameText
}

/** Notes what became of a file. */
export function note(sending: Sending, record: FileRecord): void {
  sending.records.push(record)
  sending.instances.add(record)
  sending.progress.fileDone()
}

/** The caller finishes or discards its writer. */
export async function openSending(
  sources: readonly IntakeSource[] | AsyncIterable<IntakeSource>,
  options: IntakeOptions,
): Promise<Sending> {
  const { packagePath, indexPath, workFolder, tellFinalBytes, isSynced, files = plainFiles } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const known = Symbol.iterator in sources ? [...sources, ...(options.documents ?? [])] : []
  const bytesTotal = known.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return {
    writer: await PackageWriter.create(
      { packagePath, indexPath, workFolder },
      { tellFinalBytes, isSynced, files },
    ),
    files,
    limits,
    leaveOut: options.leaveOut ?? (() => undefined),
    pace: new Pace(options.signal),
    progress: new ProgressMeter(bytesTotal, options.onProgress),
    unpacked: new UnpackedTotal(limits),
    records: [],
    loose: { prefix: '' },
    instances: new InstanceLedger(),
    patients: new Patients(),
    studyUids: new SameText(),
  }
}

/** Removes all that was taken from an archive, the last thing that was looked at, as if it had not been sent. */
export function takeBack(sending: Sending, scope: Scope): void {
  const { records, instances, writer } = sending
  const firstOther = records.findLastIndex((record) => record.scope !== scope)
  const taken = records.splice(firstOther + 1)
  instances.forget(taken)
  for (const { finding } of taken) if (finding.kind === 'taken') writer.drop(finding.instance.number)
}
