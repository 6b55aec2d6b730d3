/** Several things to say about one file, told as one: the gravest gives the code, the details follow each other. */
import type { OutcomeCode } from '../outcome-codes.ts'
import type { Remark } from './file-record.ts'

/** What concerns the sending comes before what concerns the file alone; a made-up directory value is last. */
const FIRST: readonly OutcomeCode[] = ['another-patient', 'duplicate-name', 'not-in-dicomdir']
/** Nothing is odd about the file itself. */
const LAST = 'keys-invented' satisfies OutcomeCode

export function merged(one: Remark | undefined, other: Remark): Remark {
  if (one === undefined) return other
  const [first, second] = rank(other.code) < rank(one.code) ? [other, one] : [one, other]
  return { code: first.code, detail: `${first.detail} Also ${second.code}: ${second.detail}` }
}

function rank(code: OutcomeCode): number {
  if (FIRST.includes(code)) return FIRST.indexOf(code) - FIRST.length
  return code === LAST ? 1 : 0
}

export function isInOrder(remark: Remark | undefined): boolean {
  return remark === undefined || remark.code === LAST
}

/** The reader's details are sentences without their full stop. */
export function sentence(detail: string): string {
  return /[.!?]$/u.test(detail) ? detail : `${detail}.`
}
