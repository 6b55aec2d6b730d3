/** A refusal by the centre (RFC 9457) or by the network, as one error with a code that the texts are keyed by. */

export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly detail: string | undefined

  constructor(code: string, status: number, detail?: string) {
    super(detail ?? code)
    this.name = 'Problem'
    this.code = code
    this.status = status
    this.detail = detail
  }
}

/** No answer came at all: the connection is cut or the centre is being restarted. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof Problem && (error.status === 0 || error.status === 502 || error.status === 503)
}

const codeByStatus: Readonly<Record<number, string>> = {
  401: 'not-signed-in',
  403: 'forbidden',
  404: 'not-found',
  410: 'gone',
  413: 'too-large',
  429: 'too-many-requests',
}

/** `body` is what came with the refusal: problem+json, or whatever a proxy in between wrote. */
export function problemFrom(status: number, body: unknown): Problem {
  const fields: { code?: unknown; detail?: unknown } = typeof body === 'object' && body !== null ? body : {}
  const fallback = codeByStatus[status] ?? (status >= 500 ? 'centre-failed' : 'refused')
  return new Problem(
    typeof fields.code === 'string' ? fields.code : fallback,
    status,
    typeof fields.detail === 'string' ? fields.detail : undefined,
  )
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  return new Problem('unreachable', 0, error instanceof Error ? error.message : String(error))
}
