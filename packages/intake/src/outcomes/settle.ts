/** What is known only once all files were looked at: which instances are contested, and what the sending is like. */

import { compareDirectories, type MissingFiles } from '../dicomdir/compare-directories.ts'
import { conflictWith } from '../instances/contested-instance.ts'
import { withRemark } from '../instances/with-remark.ts'
import { type FileRecord, type Remark, refused, type Scope } from './file-record.ts'
import type { Settling } from './settling.ts'

const ANOTHER_PATIENT: Remark = {
  code: 'another-patient',
  detail: 'The first file of another patient than in the files before.',
}
const DUPLICATE_NAME: Remark = {
  code: 'duplicate-name',
  detail: 'A file before it has the same name and another SOP Instance UID.',
}

/** Returns the files that are missing by what the DICOMDIRs say. */
export async function settle(sending: Settling): Promise<MissingFiles> {
  dropContested(sending)
  await tellPatientsAndNames(sending)
  const missing = await compareDirectories(sending)
  await tellArchivesWithoutDicom(sending)
  tellThatNothingIsLeft(sending.records)
  return missing
}

/** Nobody can say which of them is right: none is delivered. */
function dropContested({ instances, writer }: Settling): void {
  for (const { first, others } of instances.contested()) {
    const [rival] = others
    if (first.finding.kind !== 'taken' || rival === undefined) continue
    const { number, sopInstanceUid, studyInstanceUid } = first.finding.instance
    writer.drop(number)
    first.finding = { kind: 'rival', sopInstanceUid, studyInstanceUid, remark: conflictWith(rival) }
    for (const other of others) {
      if (other.finding.kind === 'copy')
        other.finding = { ...other.finding, kind: 'rival', remark: conflictWith(rival) }
    }
  }
}

/** Several patients are never silent, and a thousand images of the second one are no thousand news. */
async function tellPatientsAndNames(sending: Settling): Promise<void> {
  const patients = new Set<number>()
  const names = new Map<Scope, Set<string>>()
  for (const record of sending.records) {
    const { finding, scope, name } = record
    if (finding.kind === 'taken') {
      const { patient } = finding.instance
      const taken = names.get(scope) ?? new Set()
      const remarks = [
        ...(patients.size > 0 && !patients.has(patient) ? [ANOTHER_PATIENT] : []),
        ...(taken.has(name) ? [DUPLICATE_NAME] : []),
      ]
      record.finding = remarks.reduce((told, remark) => withRemark(sending, told, remark), finding)
      patients.add(patient)
      names.set(scope, taken.add(name))
    }
    await sending.pace.rest()
  }
}

async function tellArchivesWithoutDicom(sending: Settling): Promise<void> {
  const speaking = new Set<Scope>()
  for (const { scope, finding } of sending.records) {
    const isOfNoImage = finding.kind === 'left-out' && finding.remark.code !== 'left-out-by-rule'
    if (!isOfNoImage && finding.kind !== 'directory') speaking.add(scope)
    await sending.pace.rest()
  }
  for (const record of sending.records) {
    const { finding } = record
    if (finding.kind !== 'archive' || speaking.has(finding.entries)) continue
    record.finding = refused('archive-without-dicom', 'Nothing in the archive is a DICOM instance.')
  }
}

/** When nothing can be sent, something must say why. */
function tellThatNothingIsLeft(records: readonly FileRecord[]): void {
  const kinds = new Set(records.map(({ finding }) => finding.kind))
  if (kinds.has('taken') || kinds.has('refused') || kinds.has('rival')) return
  for (const record of records) {
    const { finding } = record
    if (finding.kind === 'left-out') record.finding = { kind: 'refused', remark: finding.refusal }
    if (finding.kind === 'directory') {
      record.finding = refused('directory-only', finding.remark?.detail ?? 'It lists no files.')
    }
  }
}
