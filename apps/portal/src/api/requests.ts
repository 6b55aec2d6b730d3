/** Requests for images: the lists, one of them, and what is done with it. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { MessageStatus, Page, Party } from './types.ts'

export const urgencies = ['routine', 'urgent', 'stat'] as const
export type Urgency = (typeof urgencies)[number]
export const requestBoxes = ['received', 'sent'] as const
export type RequestBox = (typeof requestBoxes)[number]
export const requestStandings = ['open', 'overdue', 'answered', 'refused', 'withdrawn'] as const
type RequestStanding = (typeof requestStandings)[number]
/** The first is the usual one, which no address names. */
export const requestSorts = ['newest', 'oldest', 'needed'] as const
type RequestSort = (typeof requestSorts)[number]

interface RequestedPatient {
  readonly name: string
  readonly id: { readonly kind: 'birth-number' | 'other'; readonly value: string } | null
  readonly birthDate: string | null
}

export interface RequestSummary {
  readonly id: string
  readonly asking: Party
  readonly asked: Party
  readonly clinician: string
  readonly patient: RequestedPatient
  readonly wanted: string
  readonly modalities: readonly string[]
  readonly studiedFrom: string | null
  readonly studiedTo: string | null
  readonly accessionNumber: string | null
  readonly reason: string
  readonly urgency: Urgency
  readonly neededBy: string
  readonly status: 'open' | 'answered' | 'refused' | 'withdrawn'
  readonly overdue: boolean
  readonly createdAt: string
  readonly openedAt: string | null
  readonly endedAt: string | null
  /** Messages that answer it and have been delivered. */
  readonly answers: number
}

export interface ImageRequest extends RequestSummary {
  readonly askedBy: string
  readonly refusal: string | null
  readonly messages: readonly {
    readonly id: string
    readonly subject: string
    readonly createdAt: string
    readonly status: MessageStatus
    readonly instances: number
  }[]
  readonly events: readonly {
    readonly at: string
    readonly actor: string
    readonly institution: Party | null
    readonly what: string
  }[]
}

export interface RequestsPage extends Page<RequestSummary> {
  /** Of the box, whatever the filter. */
  readonly open: number
  readonly overdue: number
  readonly institutions: readonly (Party & { readonly requests: number })[]
}

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
    queryFn: ({ signal }) => callApi<RequestsPage>('/api/requests', { query: { ...search }, signal }),
    placeholderData: keepPreviousData,
  })

export const requestQuery = (id: string) =>
  queryOptions({
    queryKey: ['request', id],
    queryFn: ({ signal }) => callApi<ImageRequest>(pathOf(id), { signal }),
  })

export interface NewRequest {
  readonly institution: string
  readonly patient: {
    readonly name: string
    readonly id?: { readonly kind: 'birth-number' | 'other'; readonly value: string }
    readonly birthDate?: string
  }
  readonly clinician: string
  readonly wanted: string
  readonly modalities: readonly string[]
  readonly studiedFrom?: string
  readonly studiedTo?: string
  readonly accessionNumber?: string
  readonly reason: string
  readonly urgency: Urgency
  readonly neededBy: string
}

/** `idempotencyKey`: asking again after a lost answer gives the request that the first one made. */
export function createRequest(body: NewRequest, idempotencyKey: string): Promise<ImageRequest> {
  return callApi<ImageRequest>('/api/requests', { method: 'POST', body, idempotencyKey })
}

export function refuseRequest(id: string, reason: string): Promise<ImageRequest> {
  return callApi<ImageRequest>(`${pathOf(id)}/refuse`, { method: 'POST', body: { reason } })
}

export function endRequest(id: string, end: 'withdraw' | 'complete'): Promise<ImageRequest> {
  return callApi<ImageRequest>(`${pathOf(id)}/${end}`, { method: 'POST' })
}

function pathOf(id: string): string {
  return `/api/requests/${encodeURIComponent(id)}`
}
