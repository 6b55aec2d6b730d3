/** The rows of the result, in the order of the files. */
import type { MissingFiles } from '../dicomdir/compare-directories.ts'
import type { FileOutcome, Outcome } from '../intake-result.ts'
import type { Pace } from '../pace.ts'
import type { FileRecord, Finding, Remark } from './file-record.ts'
import { isInOrder } from './remarks.ts'
import { shownPath } from './shown-path.ts'

export type Delivery = 'sent' | 'not-sent'

const NOT_SENT = 'Another file was refused, and the sender asked for all or nothing.'

/** @param delivery what became of the files that were taken */
export async function fileOutcomes(
  records: readonly FileRecord[],
  missing: MissingFiles,
  delivery: Delivery,
  pace: Pick<Pace, 'rest'>,
): Promise<readonly FileOutcome[]> {
  const rows: FileOutcome[] = []
  for (const record of records) {
    const row = outcomeOf(record, delivery)
    if (row !== undefined) rows.push(row)
    for (const absent of missing.get(record) ?? []) {
      const absentRow = outcomeOf(absent, delivery)
      if (absentRow !== undefined) rows.push(absentRow)
    }
    await pace.rest()
  }
  return rows
}

/** Undefined: there is nothing to say, it is not a file that could have been sent. */
function outcomeOf(record: FileRecord, delivery: Delivery): FileOutcome | undefined {
  const said = saidOf(record.finding, delivery)
  if (said === undefined) return undefined
  const [outcome, remark] = said
  return { path: shownPath(record), outcome, code: remark?.code ?? null, detail: remark?.detail ?? null }
}

function saidOf(finding: Finding, delivery: Delivery): [Outcome, Remark | undefined] | undefined {
  switch (finding.kind) {
    case 'taken':
      return saidOfTaken(finding.remark, delivery)
    case 'copy':
    case 'left-out':
      return ['left-out', finding.remark]
    case 'rival':
    case 'refused':
      return ['refused', finding.remark]
    case 'directory':
      return finding.remark === undefined ? undefined : ['left-out', finding.remark]
    case 'archive':
      return undefined
  }
}

function saidOfTaken(remark: Remark | undefined, delivery: Delivery): [Outcome, Remark | undefined] {
  if (delivery === 'sent') return [isInOrder(remark) ? 'accepted' : 'warning', remark]
  if (remark === undefined || isInOrder(remark)) return ['accepted', { code: 'not-sent', detail: NOT_SENT }]
  return ['warning', { code: remark.code, detail: `${remark.detail} ${NOT_SENT}` }]
}
