/** Requests for images: the lists, one of them, and what is done with it. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Answer, Body, Item } from './description.ts'

export const urgencies = ['routine', 'urgent', 'stat'] as const
export type Urgency = (typeof urgencies)[number]
export const requestBoxes = ['received', 'sent'] as const
export type RequestBox = (typeof requestBoxes)[number]
export const requestStandings = ['open', 'overdue', 'answered', 'refused', 'withdrawn'] as const
type RequestStanding = (typeof requestStandings)[number]
/** The first is the usual one, which no address names. */
export const requestSorts = ['newest', 'oldest', 'needed'] as const
type RequestSort = (typeof requestSorts)[number]

export type RequestsPage = Answer<'get', '/api/requests'>
export type RequestSummary = Item<RequestsPage>
export type ImageRequest = Answer<'get', '/api/requests/{id}'>

export interface RequestsSearch {
  readonly box: RequestBox
  readonly status?: RequestStanding | undefined
  readonly institution?: string | undefined
  readonly urgency?: Urgency | undefined
  readonly sort?: RequestSort | undefined
  readonly page?: number | undefined
}

/** Under `messages` as all lists of the institution, which events make stale together. */
export const requestsQuery = (search: RequestsSearch) =>
  queryOptions({
    queryKey: ['messages', 'requests', search],
    queryFn: ({ signal }) => callApi('get', '/api/requests', { query: { ...search }, signal }),
    placeholderData: keepPreviousData,
  })

export const requestQuery = (id: string) =>
  queryOptions({
    queryKey: ['request', id],
    queryFn: ({ signal }) => callApi('get', '/api/requests/{id}', { path: { id }, signal }),
  })

export type NewRequest = Body<'post', '/api/requests'>

/** `idempotencyKey`: asking again after a lost answer gives the request that the first one made. */
export function createRequest(body: NewRequest, idempotencyKey: string) {
  return callApi('post', '/api/requests', { body, idempotencyKey })
}

export function refuseRequest(id: string, reason: string) {
  return callApi('post', '/api/requests/{id}/refuse', { path: { id }, body: { reason } })
}

export function endRequest(id: string, end: 'withdraw' | 'complete') {
  return end === 'withdraw'
    ? callApi('post', '/api/requests/{id}/withdraw', { path: { id } })
    : callApi('post', '/api/requests/{id}/complete', { path: { id } })
}
