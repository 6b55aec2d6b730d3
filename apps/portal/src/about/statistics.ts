/** The network's figures as the centre counts them. */
import { queryOptions } from '@tanstack/react-query'
import { callApi } from '../api/client.ts'
import type { InstitutionKind } from '../api/types.ts'
import type { Position } from '../map/projection.ts'

export type CountByKind = Readonly<Record<InstitutionKind, number>>

export interface Town {
  readonly city: string
  /** Null: not known. */
  readonly position: Position | null
  readonly byKind: CountByKind
}

export interface Month {
  /** YYYY-MM. */
  readonly month: string
  readonly total: number
  readonly sizeBytes: number
}

interface Statistics {
  readonly institutions: {
    readonly total: number
    readonly byKind: CountByKind
    readonly byTown: readonly Town[]
  }
  readonly messages: {
    readonly total: number
    readonly sizeBytes: number
    readonly studies: number
    /** Oldest first; months without a message are missing. */
    readonly byMonth: readonly Month[]
  }
}

export const statisticsQuery = queryOptions({
  queryKey: ['statistics'],
  queryFn: ({ signal }) => callApi<Statistics>('/api/statistics', { signal }),
  staleTime: 300_000,
})
