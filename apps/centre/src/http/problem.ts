/** A refusal as RFC 9457 "problem details". Thrown anywhere below a route; the error handler writes it. */
import { STATUS_CODES } from 'node:http'

export class Problem extends Error {
  /** HTTP status. */
  readonly status: number
  /** Stable kebab-case word that programs and translations key on. */
  readonly code: string
  /** Further members of the body. Never patient data. */
  readonly extra: Readonly<Record<string, unknown>>

  /** `detail`: one English sentence for the reader of the answer. */
  constructor(status: number, code: string, detail: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(detail)
    this.name = 'Problem'
    this.status = status
    this.code = code
    this.extra = extra
  }
}

/** The body of `application/problem+json`. */
export interface ProblemBody {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  /** The request's id, under which the centre's log knows it. */
  readonly instance: string
}

export function problemBody(problem: Problem, requestId: string): ProblemBody {
  return {
    ...problem.extra,
    type: `urn:epacs:problem:${problem.code}`,
    title: STATUS_CODES[problem.status] ?? 'Refused',
    status: problem.status,
    code: problem.code,
    detail: problem.message,
    instance: requestId,
  }
}
