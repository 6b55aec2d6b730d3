/** The network's figures as the centre counts them. */
import { queryOptions } from '@tanstack/react-query'
import { callApi } from '../api/client.ts'
import type { Answer } from '../api/description.ts'

type Statistics = Answer<'get', '/api/statistics'>
export type CountByKind = Statistics['institutions']['byKind']
export type Town = Statistics['institutions']['byTown'][number]
/** Oldest first; months without a message are missing. */
export type Month = Omit<Statistics['messages']['byMonth'][number], 'studies'>

export const statisticsQuery = queryOptions({
  queryKey: ['statistics'],
  queryFn: ({ signal }) => callApi('get', '/api/statistics', { signal }),
  staleTime: 300_000,
})
