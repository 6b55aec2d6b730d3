/**
 * The lists of a request to send, looked at before the validator sees them. It goes on after the first mistake and
 * compares every item with every other: measured with 100,000 ids of which one is there twice, two minutes; with a
 * body of 8 MB that holds nothing but digits, hours in which the centre answers nobody.
 */
import { faultOfDeclaration } from '../declared/index.ts'
import { Problem } from '../http/index.ts'
import { MOST_RECIPIENTS, MOST_STUDIES, MOST_UPLOADS } from './schemas.ts'

/** What is no list, or holds something else than texts, is left to the validator. Throws a 400 problem. */
export function requireBoundedLists(body: unknown): void {
  if (typeof body !== 'object' || body === null) return
  if ('recipients' in body) requireBounded('body.recipients', body.recipients, MOST_RECIPIENTS)
  if ('uploads' in body) requireBounded('body.uploads', body.uploads, MOST_UPLOADS)
  if ('declared' in body) {
    const fault = faultOfDeclaration(body.declared)
    if (fault !== undefined) throw refusal('body.declared', fault)
  }
  if ('studies' in body) requireBounded('body.studies', body.studies, MOST_STUDIES)
}

function requireBounded(field: string, list: unknown, mostItems: number): void {
  if (!Array.isArray(list)) return
  if (list.length > mostItems) throw refusal(field, `must not have more than ${mostItems} items`)
  if (new Set(list).size < list.length) throw refusal(field, 'must not have duplicate items')
}

function refusal(field: string, problem: string): Problem {
  return new Problem(400, 'invalid-request', `${field} ${problem}.`, { fields: [{ field, problem }] })
}
