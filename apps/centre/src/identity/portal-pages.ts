/** Where a sign-in ends: pages of the portal, and only of it. */
import type { SignInProblem } from './problems.ts'

const LONGEST_PATH = 2000

/**
 * A path of the portal that the browser may be sent back to, as the browser itself would resolve it; null for
 * everything else. Anything looser makes the sign-in a springboard to foreign sites.
 */
export function localPath(value: unknown, portalUrl: string): string | null {
  if (typeof value !== 'string' || value.length > LONGEST_PATH || !value.startsWith('/')) return null
  const url = URL.parse(value, portalUrl)
  if (url === null || url.origin !== portalUrl) return null
  const path = `${url.pathname}${url.search}${url.hash}`
  // "/.//evil.example" becomes "//evil.example"; the sign-in's own pages would begin it again.
  return path.startsWith('//') || /^\/sign-in(?![^/?#])/.test(path) ? null : path
}

/** The portal's sign-in page, told what went wrong. */
export function problemPage(portalUrl: string, problem: SignInProblem, returnTo: string | null): string {
  return withReturn(`${portalUrl}/sign-in?problem=${problem}`, returnTo)
}

/** Where a person comes to after the sign-in: what they wanted to see, or the mailbox they have. */
export function landingPage(portalUrl: string, returnTo: string | null): string {
  return `${portalUrl}${returnTo ?? '/mailbox'}`
}

/** `address` with `returnTo` among its parameters. */
export function withReturn(address: string, returnTo: string | null): string {
  const url = new URL(address)
  if (returnTo !== null) url.searchParams.set('returnTo', returnTo)
  return url.href
}
