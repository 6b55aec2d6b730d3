/** Where one is signed in, and the way out from there. */
import { queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Answer, Item } from './description.ts'

export type OwnSession = Item<Answer<'get', '/api/sessions'>>

export const ownSessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async ({ signal }) => (await callApi('get', '/api/sessions', { signal })).items,
})

export function endSession(id: string) {
  return callApi('delete', '/api/sessions/{id}', { path: { id } })
}
