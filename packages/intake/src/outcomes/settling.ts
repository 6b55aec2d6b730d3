/** What is needed of a sending to say what can only be said of the whole; one that is merely looked at has it, too. */
import type { InstanceLedger } from '../instances/instance-ledger.ts'
import type { Pace } from '../pace.ts'
import type { FileRecord, Remark } from './file-record.ts'

export interface Settling {
  /** In the order of the files. */
  readonly records: readonly FileRecord[]
  readonly instances: Pick<InstanceLedger, 'first' | 'contested'>
  readonly pace: Pick<Pace, 'rest'>
  readonly writer: {
    drop(number: number): void
    setRemark(number: number, remark: Remark): void
  }
}
