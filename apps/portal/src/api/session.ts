/**
 * Who is signed in. Visitors never ask: a mark left at sign-in says whether the question is worth a request, so
 * public pages make none and no 401 stands in anybody's console.
 */
import { queryOptions, useQuery } from '@tanstack/react-query'
import { callApi, setCsrfToken } from './client.ts'
import { Problem } from './problem.ts'
import type { Session } from './types.ts'

const mark = 'epacs-signed-in'

export function markSigningIn(): void {
  localStorage.setItem(mark, '1')
}

export function mayBeSignedIn(): boolean {
  return localStorage.getItem(mark) !== null
}

async function readSession(): Promise<Session | null> {
  try {
    const session = await callApi<Session>('/api/session')
    setCsrfToken(session.csrfToken)
    markSigningIn()
    return session
  } catch (error) {
    if (error instanceof Problem && error.status === 401) {
      setCsrfToken(undefined)
      localStorage.removeItem(mark)
      return null
    }
    throw error
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

export async function signOut(): Promise<void> {
  await callApi('/api/session', { method: 'DELETE' })
  setCsrfToken(undefined)
  localStorage.removeItem(mark)
}
