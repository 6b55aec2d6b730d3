/** What recipients' PACS take, as their nodes have told the centre. */
import { queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Answer } from './description.ts'

export type InstitutionPassport = Answer<'get', '/api/institutions/{id}/passport'>
export type ShownNode = NonNullable<InstitutionPassport['nodes']>[number]
export type ShownPlace = ShownNode['places'][number]

export const institutionPassportQuery = (id: string) =>
  queryOptions({
    queryKey: ['institution', id, 'passport'],
    queryFn: ({ signal }) => callApi('get', '/api/institutions/{id}/passport', { path: { id }, signal }),
    staleTime: 300_000,
  })

export const nodePassportQuery = (id: string) =>
  queryOptions({
    queryKey: ['nodes', id, 'passport'],
    queryFn: ({ signal }) => callApi('get', '/api/nodes/{id}/passport', { path: { id }, signal }),
    staleTime: 60_000,
  })
