/** What the entrance tells to those who watch the centre. */
import { Counter, Gauge, type Registry } from 'prom-client'
import type { RefusalCode } from './calling/admission.ts'
import type { StoreResult } from './receiving/outcomes.ts'

export interface EntranceMetrics {
  countStore(result: StoreResult, sizeBytes: number): void
  countRefusal(problem: RefusalCode): void
  countEnd(kind: string): void
}

export interface Watched {
  readonly associations: () => number
  readonly openMessages: () => number
}

export function entranceMetrics(
  registry: Registry,
  { associations, openMessages }: Watched,
): EntranceMetrics {
  const registers = [registry]
  const stores = new Counter({
    name: 'epacs_dicom_stores_total',
    help: 'Instances that came by C-STORE, by what became of them',
    labelNames: ['result'],
    registers,
  })
  const bytes = new Counter({
    name: 'epacs_dicom_received_bytes_total',
    help: 'Bytes of the instances that were taken',
    registers,
  })
  const refusals = new Counter({
    name: 'epacs_dicom_rejected_associations_total',
    help: 'Associations that were rejected, by the reason',
    labelNames: ['problem'],
    registers,
  })
  const ends = new Counter({
    name: 'epacs_dicom_ended_associations_total',
    help: 'Associations and connections that are over, by how they ended',
    labelNames: ['end'],
    registers,
  })
  new Gauge({
    name: 'epacs_dicom_associations',
    help: 'Associations that stand',
    registers,
    collect() {
      this.set(associations())
    },
  })
  new Gauge({
    name: 'epacs_dicom_open_messages',
    help: 'Messages that are being received by DICOM',
    registers,
    collect() {
      this.set(openMessages())
    },
  })
  return {
    countStore(result, sizeBytes) {
      stores.inc({ result })
      if (result === 'taken') bytes.inc(sizeBytes)
    },
    countRefusal: (problem) => refusals.inc({ problem }),
    countEnd: (end) => ends.inc({ end }),
  }
}
