import type { Remark, TakenFinding } from '../outcomes/file-record.ts'
import { merged } from '../outcomes/remarks.ts'
import type { Settling } from '../outcomes/settling.ts'

/** One more thing to say about an instance in the package, in the package's index too. */
export function withRemark(
  { writer }: Pick<Settling, 'writer'>,
  finding: TakenFinding,
  remark: Remark,
): TakenFinding {
  const whole = merged(finding.remark, remark)
  writer.setRemark(finding.instance.number, whole)
  return { ...finding, remark: whole }
}
