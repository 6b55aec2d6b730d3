/**
 * Who is signed in. Visitors never ask: a mark left by the first answer says whether the question is worth a
 * request, so public pages make none and no 401 stands in anybody's console.
 */
import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import { callApi, setCsrfToken, whenSessionEnds } from './client.ts'
import { forgetInvitation } from './invitation.ts'
import { Problem } from './problem.ts'
import { SIGNED_IN_MARK as mark } from './signed-in-mark.ts'
import type { Session } from './types.ts'

const beginning = 'epacs-signing-in'

function mayBeSignedIn(): boolean {
  return localStorage.getItem(mark) !== null || sessionStorage.getItem(beginning) !== null
}

/** Called when this tab leaves for the sign-in: wherever it comes back to, it has to ask. */
export function markSigningIn(): void {
  sessionStorage.setItem(beginning, '1')
}

let isPublic = false

/**
 * Whether the page that opened this document may still hold its window: to a stranger's public page the centre sends no
 * Cross-Origin-Opener-Policy. Nothing of a session may be shown in it; read anew, it is apart from whoever opened it.
 */
let isHeld = false

/** Called before anything is rendered. Whoever came with a session, or from the sign-in, got the policy. */
export function rememberOpening(isPublicPage: boolean): void {
  isPublic = isPublicPage
  // As it was when the page came (first-paint/around-paint.ts): one may have signed in elsewhere since.
  const { signedIn } = document.documentElement.dataset
  isHeld = isPublic && signedIn === undefined && sessionStorage.getItem(beginning) === null
}

/** A session that began elsewhere, in a document that came without one. */
function leaveOpener(): Promise<never> {
  location.reload()
  return new Promise(() => undefined)
}

let hasJustSignedIn = false

/** True once after each sign-in: whoever belongs to several institutions is then asked which one acts. */
export function takeJustSignedIn(): boolean {
  const taken = hasJustSignedIn
  hasJustSignedIn = false
  return taken
}

/** Called once it is known what has become of the sign-in, here or by its coming back with a refusal. */
export function markAnswered(): void {
  sessionStorage.removeItem(beginning)
}

async function readSession(): Promise<Session | null> {
  try {
    const session = await callApi('get', '/api/session')
    setCsrfToken(session.csrfToken)
    // Another session or institution, another mark: other tabs hear of it and ask again.
    localStorage.setItem(mark, `${session.csrfToken?.slice(0, 6)} ${session.institution?.id}`)
    if (isHeld) return await leaveOpener()
    if (sessionStorage.getItem(beginning) !== null) hasJustSignedIn = true
    forgetInvitation()
    markAnswered()
    return session
  } catch (error) {
    // Without an answer (the line is down, the page is left while it asks) the next page has to ask again.
    if (!(error instanceof Problem && error.status === 401)) throw error
    markAnswered()
    // The mark was of a session that is over.
    isHeld = isPublic
    return null
  }
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: readSession,
  staleTime: 60_000,
})

/** undefined: not known yet; null: a visitor. */
export function useSession(): Session | null | undefined {
  const ask = mayBeSignedIn()
  const { data, isError } = useQuery({ ...sessionQuery, enabled: ask })
  if (data !== undefined) return data
  return ask && !isError ? undefined : null
}

/** Nobody is signed in any more: what only members may see leaves the memory too. */
export function forgetSession(queries: QueryClient): void {
  setCsrfToken(null)
  localStorage.removeItem(mark)
  queries.setQueryData(sessionQuery.queryKey, null)
  for (const key of [...ofInstitution, 'sessions', 'operator', 'audit'])
    queries.removeQueries({ queryKey: [key] })
}

/** What only the members of an institution may see. */
const ofInstitution = ['messages', 'message', 'foreseen-forwarding', 'checking', 'own'] as const

/** Asks who is signed in. When it is for another institution than before, what was on the screen is forgotten. */
export async function refreshSession(queries: QueryClient): Promise<void> {
  const before = queries.getQueryData(sessionQuery.queryKey)?.institution?.id
  const session = await queries.fetchQuery({ ...sessionQuery, staleTime: 0 })
  if (session?.institution?.id === before) return
  for (const key of ofInstitution) void queries.resetQueries({ queryKey: [key] })
  void queries.invalidateQueries({ queryKey: ['sessions'] })
}

export async function actFor(queries: QueryClient, institutionId: string): Promise<void> {
  await callApi('post', '/api/session/institution', { body: { institution: institutionId } })
  await refreshSession(queries)
}

/** Keeps this tab's idea true when the centre says that the session is over, or another tab signs in or out. */
export function watchSession(queries: QueryClient): void {
  whenSessionEnds(() => forgetSession(queries))
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key !== mark) return
    if (newValue === null) forgetSession(queries)
    // Not heard of now, it is asked for again by whatever needs it next.
    else refreshSession(queries).catch(() => undefined)
  })
}
