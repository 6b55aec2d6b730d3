/** Communication nodes as the centre knows them: what each last told, for its representative and for operators. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Answer, Item, Query } from './description.ts'

export type KnownNode = Item<Answer<'get', '/api/nodes'>>

/** A node tells about itself every half a minute. */
const AGAIN_MS = 30_000

type NodesSearch = Query<'get', '/api/nodes'>

/** The worst word that is true of a node; `trouble` is what it tells of itself. */
export type NodeStanding = NonNullable<NodesSearch['state']>

export const nodesQuery = (search: NodesSearch) =>
  queryOptions({
    queryKey: ['operator', 'nodes', search],
    queryFn: ({ signal }) => callApi('get', '/api/nodes', { query: search, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  })

/** The institution's id stands in the key: whoever acts for another one sees nothing of the one before. */
export const ownNodesQuery = (institutionId: string) =>
  queryOptions({
    queryKey: ['own', 'nodes', institutionId],
    queryFn: ({ signal }) =>
      callApi('get', '/api/nodes', {
        query: { institution: institutionId },
        signal,
        actingFor: institutionId,
      }),
    refetchInterval: AGAIN_MS,
  })

/** A code that may still enrol a node. What it is was shown once, when it was issued. */
export type OpenCode = Item<Answer<'get', '/api/nodes/codes'>>

/** As many as a page can hold: codes are few, and end by themselves. */
const MOST_CODES = 100

const openCodes = (institution?: string) => ({ pageSize: MOST_CODES, institution })

export const openCodesQuery = queryOptions({
  queryKey: ['operator', 'node-codes'],
  queryFn: ({ signal }) => callApi('get', '/api/nodes/codes', { query: openCodes(), signal }),
  refetchInterval: AGAIN_MS,
})

export const ownOpenCodesQuery = (institutionId: string) =>
  queryOptions({
    queryKey: ['own', 'node-codes', institutionId],
    queryFn: ({ signal }) =>
      callApi('get', '/api/nodes/codes', {
        query: openCodes(institutionId),
        signal,
        actingFor: institutionId,
      }),
    refetchInterval: AGAIN_MS,
  })

export type IssuedCode = Answer<'post', '/api/nodes/codes'>

export function issueCode(institution: string) {
  return callApi('post', '/api/nodes/codes', { body: { institution } })
}

export function withdrawCode(id: string) {
  return callApi('delete', '/api/nodes/codes/{id}', { path: { id } })
}

export function revokeNode(id: string) {
  return callApi('post', '/api/nodes/{id}/revoke', { path: { id } })
}
