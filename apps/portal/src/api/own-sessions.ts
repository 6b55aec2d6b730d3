/** Where one is signed in, and the way out from there. */
import { queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Party, Session } from './types.ts'

export interface OwnSession {
  readonly id: string
  readonly isThis: boolean
  readonly method: Session['method']
  readonly institution: Party | null
  readonly address: string | null
  /** What the browser calls itself. */
  readonly agent: string | null
  readonly createdAt: string
  readonly lastSeenAt: string
  readonly expiresAt: string
}

export const ownSessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async ({ signal }) =>
    (await callApi<{ items: readonly OwnSession[] }>('/api/sessions', { signal })).items,
})

export function endSession(id: string): Promise<unknown> {
  return callApi(`/api/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' })
}
