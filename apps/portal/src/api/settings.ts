/** What people set for themselves: kept by the centre, so that it holds wherever they sign in. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Answer, Body } from './description.ts'

export type OwnSettings = Required<Body<'put', '/api/settings'>>
export type KnownSettings = Answer<'get', '/api/settings'>

export const ARRIVAL_MAILS: readonly OwnSettings['arrivalMails'][] = ['every', 'daily', 'urgent', 'none']

export type NoticeName = NonNullable<OwnSettings['notices']>[number]
export const NOTICES: readonly NoticeName[] = ['failure', 'receipt', 'quota', 'certificate']

export const settingsQuery = queryOptions({
  queryKey: ['own', 'settings'],
  queryFn: ({ signal }) => callApi('get', '/api/settings', { signal }),
  staleTime: 300_000,
})

/** Changes some of them; the others stay, also those changed elsewhere since. One change after another. */
export function useSaveSettings() {
  const queries = useQueryClient()
  return useMutation({
    scope: { id: 'settings' },
    mutationFn: (change: Body<'put', '/api/settings'>) => callApi('put', '/api/settings', { body: change }),
    onSuccess: (saved) => queries.setQueryData(settingsQuery.queryKey, saved),
  })
}
