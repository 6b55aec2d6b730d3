/** The invitation that stands behind a private link: `/invitation#SECRET`. */
import { callApi } from './client.ts'
import type { Answer } from './description.ts'

export type Invitation = Answer<'get', '/api/invitation'>

const kept = 'epacs-invitation'

/** While this tab is at the sign-in; the secret stands in no address that a server sees. */
export function keepInvitation(secret: string): void {
  sessionStorage.setItem(kept, secret)
}

export function keptInvitation(): string | null {
  return sessionStorage.getItem(kept)
}

export function forgetInvitation(): void {
  sessionStorage.removeItem(kept)
}

export function readInvitation(bearer: string, signal?: AbortSignal) {
  return callApi('get', '/api/invitation', { bearer, ...(signal ? { signal } : {}) })
}

/** From now on the next sign-in of this browser accepts it. */
export function beginInvitation(bearer: string) {
  return callApi('post', '/api/invitation/begin', { bearer })
}

/** Whoever is signed in accepts it. */
export function acceptInvitation(bearer: string) {
  return callApi('post', '/api/invitation/accept', { bearer })
}
