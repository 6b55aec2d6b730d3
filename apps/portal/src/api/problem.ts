/** A refusal by the centre (RFC 9457) or by the network, as one error with a code that the texts are keyed by. */

export interface FieldFault {
  /** JSON pointer into the body that was sent. */
  readonly pointer: string
  readonly code: string
  /** The part of the field that it is about. */
  readonly about?: string
}

export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly detail: string | undefined
  /** The institutions that it is about, by name. */
  readonly institutions: readonly string[]
  /** What is wrong with the fields of a form. */
  readonly faults: readonly FieldFault[]

  constructor(
    code: string,
    status: number,
    detail?: string,
    institutions: readonly string[] = [],
    faults: readonly FieldFault[] = [],
  ) {
    super(detail ?? code)
    this.name = 'Problem'
    this.code = code
    this.status = status
    this.detail = detail
    this.institutions = institutions
    this.faults = faults
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

/** Differences that matter to programs and not to people. */
const sameToPeople: Readonly<Record<string, string>> = {
  internal: 'centre-failed',
  'no-database': 'unreachable',
  stopping: 'unreachable',
  unavailable: 'unreachable',
  'foreign-page': 'csrf',
  'upload-not-found': 'upload-gone',
  'not-an-operator': 'forbidden',
}

/** `body` is what came with the refusal: problem+json, or whatever a proxy in between wrote. */
export function problemFrom(status: number, body: unknown): Problem {
  const fields: { code?: unknown; detail?: unknown; institutions?: unknown; errors?: unknown } =
    typeof body === 'object' && body !== null ? body : {}
  const fallback = codeByStatus[status] ?? (status >= 500 ? 'centre-failed' : 'refused')
  const code = typeof fields.code === 'string' ? fields.code : fallback
  return new Problem(
    sameToPeople[code] ?? code,
    status,
    typeof fields.detail === 'string' ? fields.detail : undefined,
    namesOf(fields.institutions),
    faultsOf(fields.errors),
  )
}

function namesOf(institutions: unknown): readonly string[] {
  if (!Array.isArray(institutions)) return []
  return institutions.flatMap((institution: unknown) => {
    const { name }: { name?: unknown } =
      typeof institution === 'object' && institution !== null ? institution : {}
    return typeof name === 'string' ? [name] : []
  })
}

function faultsOf(errors: unknown): readonly FieldFault[] {
  if (!Array.isArray(errors)) return []
  return errors.flatMap((error: unknown) => {
    const { pointer, code, about }: { pointer?: unknown; code?: unknown; about?: unknown } =
      typeof error === 'object' && error !== null ? error : {}
    if (typeof pointer !== 'string' || typeof code !== 'string') return []
    return [{ pointer, code, ...(typeof about === 'string' ? { about } : {}) }]
  })
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  return new Problem('unreachable', 0, error instanceof Error ? error.message : String(error))
}
