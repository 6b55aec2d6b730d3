/**
 * Whether the page that makes the browser ask is ours. Browsers send cookies and client certificates by themselves;
 * what changes anything has to come from somebody who can read what the centre answers.
 */
import type { FastifyRequest } from 'fastify'
import { Problem } from '../http/index.ts'
import { isSameSecret } from './tokens.ts'

/** RFC 9110, 9.2.1. */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])
/** The person's own doing (address bar, bookmark), or a page of this very origin (Fetch Metadata, 2.4). */
const OWN_SITES = new Set(['none', 'same-origin'])

/** Throws a 403 problem when a request with a session that changes anything does not repeat its token. */
export function requireCsrfToken({ method, headers }: FastifyRequest, csrfToken: string): void {
  if (SAFE_METHODS.has(method)) return
  const repeated = headers['x-epacs-csrf']
  if (typeof repeated === 'string' && isSameSecret(repeated, csrfToken)) return
  throw new Problem(403, 'csrf', "Requests that change anything repeat the session's token in X-Epacs-Csrf.")
}

/** `ownOrigin`: of the entrance. Programs send neither header. */
export function isFromForeignPage({ headers }: FastifyRequest, ownOrigin: string): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && (typeof site !== 'string' || !OWN_SITES.has(site))) return true
  return headers.origin !== undefined && headers.origin !== ownOrigin
}

export function refuseForeignChange({ method }: FastifyRequest): void {
  if (SAFE_METHODS.has(method)) return
  throw new Problem(403, 'foreign-page', 'A page of another site may change nothing here.')
}

/** A viewer of another site that the operator lets read over DICOMweb, and nothing else. */
export function isAllowedPage({ headers, url }: FastifyRequest, allowedOrigins: readonly string[]): boolean {
  return (
    url.startsWith('/dicomweb/') && headers.origin !== undefined && allowedOrigins.includes(headers.origin)
  )
}
