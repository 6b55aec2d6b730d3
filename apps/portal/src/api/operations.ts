/** How the centre is doing, for operators: traffic, space, queues, institutions. Keys begin with `operator`. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { InstitutionSummary, Page, Party } from './types.ts'

const LOOK_EVERY_MS = 30_000

export const periods = ['day', 'week', 'month'] as const
export type Period = (typeof periods)[number]

export interface Carried {
  readonly messages: number
  readonly sizeBytes: number
}

export interface TrafficOfPeriod {
  /** The first day, YYYY-MM-DD, of UTC. */
  readonly from: string
  readonly received: Carried
  /** The same messages, once for each mailbox. */
  readonly delivered: Carried
}

export const trafficQuery = (by: Period) =>
  queryOptions({
    queryKey: ['operator', 'operations', 'traffic', by],
    queryFn: ({ signal }) =>
      callApi<{ readonly items: readonly TrafficOfPeriod[] }>('/api/operations/traffic', {
        query: { by },
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: 2 * LOOK_EVERY_MS,
  })

export interface CentreSpace {
  readonly volume: {
    readonly totalBytes: number
    readonly usedBytes: number
    /** Above the reserve. */
    readonly freeBytes: number
    readonly reserveBytes: number
  }
  readonly mailboxes: {
    readonly mailboxes: number
    readonly quotaBytes: number
    readonly usedBytes: number
    readonly nearlyFull: number
  }
}

export const spaceQuery = queryOptions({
  queryKey: ['operator', 'operations', 'space'],
  queryFn: ({ signal }) => callApi<CentreSpace>('/api/operations/space', { signal }),
  refetchInterval: LOOK_EVERY_MS,
})

export interface Waiting {
  readonly count: number
  /** Null: nothing waits. */
  readonly oldestAt: string | null
}

export interface Queues {
  readonly jobs: readonly {
    readonly kind: string
    readonly waiting: number
    readonly running: number
    /** Of the waiting ones. */
    readonly failed: number
    readonly oldestAt: string | null
  }[]
  readonly uploads: Waiting & { readonly bytes: number }
  readonly unfetched: Waiting
  readonly silentNodes: {
    readonly total: number
    readonly longest: readonly { readonly institution: Party; readonly since: string }[]
  }
}

export const queuesQuery = queryOptions({
  queryKey: ['operator', 'operations', 'queues'],
  queryFn: ({ signal }) => callApi<Queues>('/api/operations/queues', { signal }),
  refetchInterval: LOOK_EVERY_MS,
})

export type InstitutionState = 'without-mailbox' | 'nobody-acts' | 'nearly-full' | 'well'

export interface KnownInstitution extends InstitutionSummary {
  readonly state: InstitutionState
  readonly joinedAt: string
  readonly members: number
  readonly nodes: number
  readonly mailbox: { readonly quotaBytes: number; readonly usedBytes: number } | null
  readonly position: { readonly latitude: number; readonly longitude: number } | null
}

export interface KnownInstitutionsSearch {
  readonly q?: string | undefined
  readonly kind?: string | undefined
  readonly connection?: string | undefined
  readonly state?: string | undefined
  readonly sort?: string | undefined
  readonly page?: number | undefined
}

export const knownInstitutionsQuery = (search: KnownInstitutionsSearch) =>
  queryOptions({
    queryKey: ['operator', 'operations', 'institutions', search],
    queryFn: ({ signal }) =>
      callApi<Page<KnownInstitution>>('/api/operations/institutions', { query: { ...search }, signal }),
    placeholderData: keepPreviousData,
  })
