/** How the centre is doing, for operators: traffic, space, queues, institutions. Keys begin with `operator`. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Answer, Item, Query } from './description.ts'

const LOOK_EVERY_MS = 30_000

export type Period = Answer<'get', '/api/operations/traffic'>['by']
export const periods: readonly Period[] = ['day', 'week', 'month']

export type TrafficOfPeriod = Item<Answer<'get', '/api/operations/traffic'>>

export const trafficQuery = (by: Period) =>
  queryOptions({
    queryKey: ['operator', 'operations', 'traffic', by],
    queryFn: ({ signal }) => callApi('get', '/api/operations/traffic', { query: { by }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 2 * LOOK_EVERY_MS,
  })

export const spaceQuery = queryOptions({
  queryKey: ['operator', 'operations', 'space'],
  queryFn: ({ signal }) => callApi('get', '/api/operations/space', { signal }),
  refetchInterval: LOOK_EVERY_MS,
})

export type Queues = Answer<'get', '/api/operations/queues'>
export type Waiting = Queues['unfetched']

export const queuesQuery = queryOptions({
  queryKey: ['operator', 'operations', 'queues'],
  queryFn: ({ signal }) => callApi('get', '/api/operations/queues', { signal }),
  refetchInterval: LOOK_EVERY_MS,
})

export type KnownInstitution = Item<Answer<'get', '/api/operations/institutions'>>
export type InstitutionState = KnownInstitution['state']

export type KnownInstitutionsSearch = Query<'get', '/api/operations/institutions'>

export const knownInstitutionsQuery = (search: KnownInstitutionsSearch) =>
  queryOptions({
    queryKey: ['operator', 'operations', 'institutions', search],
    queryFn: ({ signal }) => callApi('get', '/api/operations/institutions', { query: search, signal }),
    placeholderData: keepPreviousData,
  })
