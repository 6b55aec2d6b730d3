/** The outcome of a file that lies in a finished package, from the remark that its index keeps. */
import type { IndexRemark } from '@epacs/package'
import type { FileOutcome } from '../intake-result.ts'
import { OUTCOME_CODES } from '../outcome-codes.ts'
import { isInOrder } from './remarks.ts'

/** A code that this version does not know is left away; its detail says the same. */
export function keptOutcome(path: string, { code: kept, detail }: IndexRemark): FileOutcome {
  const code = OUTCOME_CODES.find((known) => known === kept) ?? null
  const isOdd = code === null || !isInOrder({ code, detail })
  return { path, outcome: isOdd ? 'warning' : 'accepted', code, detail }
}
