/** One way to the API: JSON in and out, the session's CSRF token on everything that changes state, problems thrown. */
import type { Answer, AnyRequest, ApiMethod, ApiPath, PathOf, RequestOf } from './description.ts'
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

type Parameters = Readonly<Record<string, unknown>>

/** Any call; what a route takes of it is `RequestOf`. */
interface Call extends AnyRequest {
  readonly path?: Parameters | undefined
  readonly query?: Parameters | undefined
  readonly body?: unknown
}

/** Parameters of a path stand in it as `{name}`. */
export function apiUrl(path: ApiPath, { path: named = {}, query = {} }: Pick<Call, 'path' | 'query'> = {}) {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== '') search.append(name, String(one))
    }
  }
  const text = search.toString()
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(named[name])))
  return text === '' ? filled : `${filled}?${text}`
}

/** What is asked and answered is what the API's description says of the route. Throws `Problem`. */
export async function callApi<M extends ApiMethod, P extends PathOf<M>>(
  method: M,
  path: P,
  ...[given]: RequestOf<M, P>
): Promise<Answer<M, P>> {
  const request: Call = given ?? {}
  const { body, bearer, signal } = request
  const headers: Record<string, string> = { accept: 'application/json' }
  if (body !== undefined) headers['content-type'] = 'application/json'
  if (request.idempotencyKey !== undefined) headers['idempotency-key'] = request.idempotencyKey
  if (bearer !== undefined) headers.authorization = `Bearer ${bearer}`
  Object.assign(headers, actingHeaders(request.actingFor))
  if (method !== 'get' && method !== 'head') Object.assign(headers, csrfHeaders())
  let response: Response
  try {
    response = await fetch(apiUrl(path, request), {
      method: method.toUpperCase(),
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new Problem('unreachable', 0, error instanceof Error ? error.message : undefined)
  }
  if (bearer === undefined) noteStatus(response.status)
  const answer = parseJson(await response.text())
  if (!response.ok) throw problemFrom(response.status, answer)
  return answer as Answer<M, P>
}

/** An empty or foreign body (a proxy's error page) is simply no body. */
function parseJson(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}
