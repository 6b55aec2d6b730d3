/** A check of one requirement, and what the checks have learnt so far. */
import type { KeyWithRequest } from '@epacs/pki'
import type { RequirementId } from './requirements.ts'
import type { Wire, WireAnswer } from './wire.ts'

export class NotMet extends Error {}
/** It cannot be looked at. */
export class Skipped extends Error {}

/** Filled by the checks, in their order. */
export interface Known {
  readonly portal: Wire
  readonly code: string | undefined
  readonly key: KeyWithRequest
  readonly ca: string | undefined
  /** AE title; undefined: the node's own institution, so that what is sent comes back. */
  readonly to: string | undefined
  entrance: Wire | undefined
  certificate: { readonly cert: string; readonly key: string } | undefined
  entranceUrl: string | undefined
  institutionId: string | undefined
  recipientId: string | undefined
  package: Buffer | undefined
  upload: string | undefined
  message: string | undefined
  etag: string | undefined
  received: Buffer | undefined
  /** Whether the centre lets the own institution's node read an upload while it comes. */
  isEarlyOffered: boolean
  readonly events: string[]
}

export interface Check {
  readonly id: RequirementId
  readonly look: (known: Known) => Promise<void>
}

export function expect(isMet: boolean, why: string): asserts isMet {
  if (!isMet) throw new NotMet(why)
}

export function expectStatus({ status, json }: WireAnswer, ...wanted: readonly number[]): void {
  const code = typeof json?.code === 'string' ? ` ${json.code}` : ''
  expect(wanted.includes(status), `answered ${status}${code}, expected ${wanted.join(' or ')}`)
}

export function expectProblem(answer: WireAnswer, status: number, code?: string): void {
  expectStatus(answer, status)
  if (code !== undefined) {
    expect(answer.json?.code === code, `the problem's code is ${String(answer.json?.code)}, expected ${code}`)
  }
}

/** What an earlier check would have found. */
export function needed<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Skipped(`there is no ${what} to look at`)
  return value
}

export function itemsOf({ json }: WireAnswer): readonly Readonly<Record<string, unknown>>[] {
  const items = json?.items
  expect(Array.isArray(items), 'the answer has no items')
  return items
}

export function hasAll(item: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  for (const name of names) expect(item[name] !== undefined, `${name} is missing`)
}
