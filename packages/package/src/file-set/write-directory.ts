/**
 * Writes DICOMDIR from the records in the spool: patient by patient, study by study, series by series, instance by
 * instance, so that a reader that ignores the offsets finds the same tree in the order of the records.
 */
import { encodeHead, LOWER_OFFSET_AT, NEXT_OFFSET_AT } from '@epacs/dicom'
import type { InstanceTable } from '../instance-table.ts'
import { PackageError } from '../package-error.ts'
import { turns } from '../turn.ts'
import type { Patient, Series, SpooledRecord, Study } from './entities.ts'
import type { FileSetTree } from './file-set-tree.ts'
import type { RecordSpool } from './record-spool.ts'

export const FILE_SET_ID = 'EPACS'
const LARGEST_OFFSET = 0xffffffff
const CHUNK_BYTES = 64 * 1024

export interface DirectoryWriting {
  readonly sizeBytes: number
  /** Chunks; each is valid until the next one is asked for. */
  readonly bytes: AsyncGenerator<Uint8Array>
}

export interface FileSet {
  readonly tree: FileSetTree
  readonly instances: InstanceTable
  readonly spool: RecordSpool
  readonly fileSetUid: string
}

/** @throws PackageError 'too-many-instances' when the directory would need offsets of more than 32 bits. */
export function writeDirectory(fileSet: FileSet): DirectoryWriting {
  const layout = layOut(fileSet)
  const { patients, bytesBelow } = layout
  const empty = { fileSetUid: fileSet.fileSetUid, fileSetId: FILE_SET_ID }
  const headBytes = encodeHead({ ...empty, firstRootOffset: 0, lastRootOffset: 0, recordBytes: 0 }).length
  const recordBytes = patients.reduce((sum, patient) => sum + branchBytes(patient, bytesBelow), 0)
  const sizeBytes = headBytes + recordBytes
  if (sizeBytes > LARGEST_OFFSET) {
    throw new PackageError('too-many-instances', 'the directory would grow past 4 GiB')
  }
  const last = patients.at(-1)
  const head = encodeHead({
    ...empty,
    firstRootOffset: last === undefined ? 0 : headBytes,
    lastRootOffset: last === undefined ? 0 : sizeBytes - branchBytes(last, bytesBelow),
    recordBytes,
  })
  return { sizeBytes, bytes: directoryBytes(head, fileSet, layout) }
}

interface Layout {
  readonly patients: readonly Patient[]
  readonly studiesOf: ReadonlyMap<Patient, readonly Study[]>
  readonly seriesOf: ReadonlyMap<Study, readonly Series[]>
  /** Instance numbers, those of one series side by side in the order of commits. */
  readonly order: Uint32Array
  /** Where in `order` the instances of a series begin, by the series' index. */
  readonly startOf: Uint32Array
  /** Bytes of all records below that of the entity. */
  readonly bytesBelow: ReadonlyMap<Patient | Study | Series, number>
}

function branchBytes(entity: Patient | Study | Series, bytesBelow: Layout['bytesBelow']): number {
  return entity.record.bytes + (bytesBelow.get(entity) ?? 0)
}

function layOut({ tree, instances }: FileSet): Layout {
  const { patients, studies, series } = tree
  const bytesBelow = new Map<Patient | Study | Series, number>()
  const addBelow = (entity: Patient | Study | Series, bytes: number) => {
    bytesBelow.set(entity, (bytesBelow.get(entity) ?? 0) + bytes)
  }
  const startOf = new Uint32Array(tree.seriesCount)
  let start = 0
  for (const { index, instances } of series) {
    startOf[index] = start
    start += instances
  }
  const order = new Uint32Array(start)
  const next = startOf.slice()
  const leafBytes = new Float64Array(tree.seriesCount)
  for (const instance of instances.kept()) {
    const index = instances.seriesOf(instance)
    const at = next[index] ?? 0
    order[at] = instance
    next[index] = at + 1
    leafBytes[index] = (leafBytes[index] ?? 0) + instances.recordBytesOf(instance)
  }
  for (const each of series) addBelow(each, leafBytes[each.index] ?? 0)
  for (const each of series) addBelow(each.study, branchBytes(each, bytesBelow))
  for (const study of studies) addBelow(study.patient, branchBytes(study, bytesBelow))
  return {
    patients,
    studiesOf: Map.groupBy(studies, ({ patient }) => patient),
    seriesOf: Map.groupBy(series, ({ study }) => study),
    order,
    startOf,
    bytesBelow,
  }
}

async function* directoryBytes(
  head: Uint8Array,
  fileSet: FileSet,
  layout: Layout,
): AsyncGenerator<Uint8Array> {
  yield head
  const turn = turns()
  let chunk = new Uint8Array(CHUNK_BYTES)
  let used = 0
  let flushed = head.length
  for (const { offset, bytes, branch, isLast, hasLower } of recordsInOrder(fileSet, layout)) {
    if (bytes > chunk.length - used) {
      yield chunk.subarray(0, used)
      flushed += used
      used = 0
      if (bytes > chunk.length) chunk = new Uint8Array(bytes)
    }
    const record = chunk.subarray(used, used + bytes)
    await fileSet.spool.copy(offset, record)
    const at = flushed + used
    const view = new DataView(record.buffer, record.byteOffset, record.byteLength)
    view.setUint32(NEXT_OFFSET_AT, isLast ? 0 : at + branch, true)
    view.setUint32(LOWER_OFFSET_AT, hasLower ? at + bytes : 0, true)
    used += bytes
    await turn()
  }
  yield chunk.subarray(0, used)
}

interface PlacedRecord {
  /** In the spool. */
  readonly offset: number
  readonly bytes: number
  /** Of the record and everything below it. */
  readonly branch: number
  /** Among its siblings. */
  readonly isLast: boolean
  readonly hasLower: boolean
}

function* recordsInOrder({ instances }: FileSet, layout: Layout): Generator<PlacedRecord> {
  const { patients, studiesOf, seriesOf, order, startOf, bytesBelow } = layout
  const branchOf = (entity: Patient | Study | Series, siblings: readonly unknown[]): PlacedRecord => {
    const branch = branchBytes(entity, bytesBelow)
    return { ...placeOf(entity.record), branch, isLast: entity === siblings.at(-1), hasLower: true }
  }
  for (const patient of patients) {
    yield branchOf(patient, patients)
    const studies = studiesOf.get(patient) ?? []
    for (const study of studies) {
      yield branchOf(study, studies)
      const seriesHere = seriesOf.get(study) ?? []
      for (const series of seriesHere) {
        yield branchOf(series, seriesHere)
        const start = startOf[series.index] ?? 0
        for (let at = start; at < start + series.instances; at++) {
          const { recordOffset, recordBytes } = instances.row(order[at] ?? 0)
          const isLast = at === start + series.instances - 1
          yield { offset: recordOffset, bytes: recordBytes, branch: recordBytes, isLast, hasLower: false }
        }
      }
    }
  }
}

function placeOf({ offset, bytes }: SpooledRecord): { readonly offset: number; readonly bytes: number } {
  return { offset, bytes }
}
