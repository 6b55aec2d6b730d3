/** One way to the API: JSON in and out, the session's CSRF token on everything that changes state, problems thrown. */
import { Problem, problemFrom } from './problem.ts'

let csrfToken: string | null = null

/** Told by the session query: state-changing requests must repeat it (the cookie alone proves nothing). */
export function setCsrfToken(token: string | null): void {
  csrfToken = token
}

let sessionEnded: () => void = () => undefined

/** `listener` is told whenever the centre answers that nobody is signed in. */
export function whenSessionEnds(listener: () => void): void {
  sessionEnded = listener
}

/** For requests that are not made by `callApi`: looks only for the end of the session. */
export function noteStatus(status: number): void {
  if (status === 401) sessionEnded()
}

export function csrfHeaders(): Record<string, string> {
  return csrfToken === null ? {} : { 'X-Epacs-Csrf': csrfToken }
}

export function actingHeaders(institutionId: string | undefined): Record<string, string> {
  return institutionId === undefined ? {} : { 'X-Epacs-Institution': institutionId }
}

type Query = Readonly<Record<string, string | number | undefined>>

export interface ApiRequest {
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly query?: Query
  readonly body?: unknown
  readonly signal?: AbortSignal
  readonly idempotencyKey?: string
  /** The secret of a private link: it, and not a session, opens what it belongs to. */
  readonly bearer?: string
  /** Id: acts for this one of the person's institutions, whichever the session acts for. */
  readonly actingFor?: string | undefined
}

export function apiUrl(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}

export async function callApi<Answer>(path: string, request: ApiRequest = {}): Promise<Answer> {
  const method = request.method ?? 'GET'
  const headers: Record<string, string> = { accept: 'application/json' }
  if (request.body !== undefined) headers['content-type'] = 'application/json'
  if (request.idempotencyKey !== undefined) headers['idempotency-key'] = request.idempotencyKey
  if (request.bearer !== undefined) headers.authorization = `Bearer ${request.bearer}`
  Object.assign(headers, actingHeaders(request.actingFor))
  if (method !== 'GET' && method !== 'HEAD') Object.assign(headers, csrfHeaders())
  let response: Response
  try {
    response = await fetch(apiUrl(path, request.query), {
      method,
      headers,
      credentials: 'same-origin',
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      ...(request.signal ? { signal: request.signal } : {}),
    })
  } catch (error) {
    if (request.signal?.aborted) throw error
    throw new Problem('unreachable', 0, error instanceof Error ? error.message : undefined)
  }
  if (request.bearer === undefined) noteStatus(response.status)
  const text = await response.text()
  const body = parseJson(text)
  if (!response.ok) throw problemFrom(response.status, body)
  return body as Answer
}

/** An empty or foreign body (a proxy's error page) is simply no body. */
function parseJson(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
