/** Queries of the public part: institutions, authorities, figures. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Answer, Item, Query } from './description.ts'

export type InstitutionSearch = Query<'get', '/api/institutions'>

export const institutionsQuery = (search: InstitutionSearch) =>
  queryOptions({
    queryKey: ['institutions', search],
    queryFn: ({ signal }) => callApi('get', '/api/institutions', { query: search, signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })

export const institutionQuery = (id: string) =>
  queryOptions({
    queryKey: ['institution', id],
    queryFn: ({ signal }) => callApi('get', '/api/institutions/{id}', { path: { id }, signal }),
    staleTime: 60_000,
  })

export type Country = Item<Answer<'get', '/api/countries'>>

export const countriesQuery = queryOptions({
  queryKey: ['countries'],
  queryFn: async ({ signal }) => (await callApi('get', '/api/countries', { signal })).items,
  staleTime: 300_000,
})

export const authoritiesQuery = queryOptions({
  queryKey: ['authorities'],
  queryFn: ({ signal }) => callApi('get', '/api/authorities', { signal }),
  staleTime: 300_000,
})

export const nodeSuppliersQuery = queryOptions({
  queryKey: ['node-suppliers'],
  queryFn: async ({ signal }) => (await callApi('get', '/api/node-suppliers', { signal })).items,
  staleTime: 300_000,
})
