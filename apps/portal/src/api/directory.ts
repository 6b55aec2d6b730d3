/** Queries of the public part: institutions, authorities, figures. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Authority, Institution, InstitutionKind, InstitutionSummary, Page } from './types.ts'

export interface InstitutionSearch {
  readonly q?: string | undefined
  readonly kind?: InstitutionKind | undefined
  readonly city?: string | undefined
  readonly connection?: InstitutionSummary['connection'] | undefined
  readonly page?: number | undefined
}

export const institutionsQuery = (search: InstitutionSearch) =>
  queryOptions({
    queryKey: ['institutions', search],
    queryFn: ({ signal }) =>
      callApi<Page<InstitutionSummary>>('/api/institutions', { query: { ...search }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })

export const institutionQuery = (id: string) =>
  queryOptions({
    queryKey: ['institution', id],
    queryFn: ({ signal }) => callApi<Institution>(`/api/institutions/${encodeURIComponent(id)}`, { signal }),
    staleTime: 60_000,
  })

export const authoritiesQuery = queryOptions({
  queryKey: ['authorities'],
  queryFn: ({ signal }) => callApi<Page<Authority>>('/api/authorities', { signal }),
  staleTime: 300_000,
})

interface NodeSupplier {
  readonly name: string
  readonly website: string
  readonly email: string
  readonly phone: string | null
}

export const nodeSuppliersQuery = queryOptions({
  queryKey: ['node-suppliers'],
  queryFn: async ({ signal }) =>
    (await callApi<{ readonly items: readonly NodeSupplier[] }>('/api/node-suppliers', { signal })).items,
  staleTime: 300_000,
})
