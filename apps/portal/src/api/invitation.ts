/** The invitation that stands behind a private link: `/invitation#SECRET`. */
import { callApi } from './client.ts'
import type { MemberRole, Party } from './types.ts'

export interface Invitation {
  readonly institution: Party
  readonly name: string
  /** Null: the centre. */
  readonly invitedBy: string | null
  readonly role: MemberRole
  readonly expiresAt: string
}

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

export function readInvitation(bearer: string, signal?: AbortSignal): Promise<Invitation> {
  return callApi<Invitation>('/api/invitation', { bearer, ...(signal ? { signal } : {}) })
}

/** From now on the next sign-in of this browser accepts it. */
export function beginInvitation(bearer: string): Promise<unknown> {
  return callApi('/api/invitation/begin', { method: 'POST', bearer })
}

/** Whoever is signed in accepts it. */
export function acceptInvitation(bearer: string): Promise<{ readonly institution: Party }> {
  return callApi('/api/invitation/accept', { method: 'POST', bearer })
}
