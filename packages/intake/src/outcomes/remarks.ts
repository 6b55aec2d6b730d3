/** Several things to say about one file, told as one: the gravest gives the code, the details follow each other. */
import type { OutcomeCode } from '../outcome-codes.ts'
import type { Remark } from './file-record.ts'

/** What concerns the sending comes before what concerns the file alone. */
const FIRST: readonly OutcomeCode[] = ['another-name', 'duplicate-name', 'not-in-dicomdir']
/** Said, and nothing is odd about the file: a sending may hold several patients, a directory needs values of its own. */
const IN_ORDER: readonly OutcomeCode[] = ['another-patient', 'keys-invented']

export function merged(one: Remark | undefined, other: Remark): Remark {
  if (one === undefined) return other
  const [first, second] = rank(other.code) < rank(one.code) ? [other, one] : [one, other]
  return { code: first.code, detail: `${first.detail} Also ${second.code}: ${second.detail}` }
}

function rank(code: OutcomeCode): number {
  if (FIRST.includes(code)) return FIRST.indexOf(code) - FIRST.length
  return 1 + IN_ORDER.indexOf(code)
}

export function isInOrder(remark: Remark | undefined): boolean {
  return remark === undefined || IN_ORDER.includes(remark.code)
}

/** The reader's details are sentences without their full stop. */
export function sentence(detail: string): string {
  return /[.!?]$/u.test(detail) ? detail : `${detail}.`
}
