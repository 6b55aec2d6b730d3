/** The result by study: what became of those files whose study is known. */
import type { StudyOutcome } from '../intake-result.ts'
import type { Pace } from '../pace.ts'
import type { Delivery } from './file-outcomes.ts'
import type { FileRecord, Finding } from './file-record.ts'
import { isInOrder } from './remarks.ts'

type Counted = Exclude<keyof StudyOutcome, 'studyInstanceUid'>

/** In the order in which the studies came. */
export async function studyOutcomes(
  records: readonly FileRecord[],
  delivery: Delivery,
  pace: Pick<Pace, 'rest'>,
): Promise<readonly StudyOutcome[]> {
  const studies = new Map<string, Record<Counted, number>>()
  for (const { finding } of records) {
    const uid = studyOf(finding)
    const counted = uid === undefined ? undefined : countedAs(finding, delivery)
    if (uid !== undefined && counted !== undefined) {
      const counts = studies.get(uid) ?? { accepted: 0, warnings: 0, leftOut: 0, refused: 0 }
      counts[counted] += 1
      studies.set(uid, counts)
    }
    await pace.rest()
  }
  return [...studies].map(([studyInstanceUid, counts]) => ({ studyInstanceUid, ...counts }))
}

function studyOf(finding: Finding): string | undefined {
  if (finding.kind === 'taken') return finding.instance.studyInstanceUid
  return 'studyInstanceUid' in finding ? finding.studyInstanceUid : undefined
}

function countedAs(finding: Finding, delivery: Delivery): Counted | undefined {
  switch (finding.kind) {
    case 'taken':
      if (delivery === 'not-sent') return 'leftOut'
      return isInOrder(finding.remark) ? 'accepted' : 'warnings'
    case 'copy':
    case 'left-out':
      return 'leftOut'
    case 'rival':
    case 'refused':
      return 'refused'
    default:
      return undefined
  }
}
