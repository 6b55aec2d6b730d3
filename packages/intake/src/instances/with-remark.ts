import type { Remark, TakenFinding } from '../outcomes/file-record.ts'
import { merged } from '../outcomes/remarks.ts'
import type { Sending } from '../sending.ts'

/** One more thing to say about an instance in the package, in the package's index too. */
export function withRemark(sending: Sending, finding: TakenFinding, remark: Remark): TakenFinding {
  const whole = merged(finding.remark, remark)
  sending.writer.setRemark(finding.instance.number, whole)
  return { ...finding, remark: whole }
}
