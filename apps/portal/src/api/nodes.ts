/** Communication nodes as the centre knows them: what each last told, for its representative and for operators. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Page, Party } from './types.ts'

export interface KnownNode {
  readonly id: string
  readonly institution: Party
  readonly enrolledAt: string
  readonly revokedAt: string | null
  /** Null: it has never told anything. */
  readonly lastContactAt: string | null
  /** It should have told something since, and is not revoked. */
  readonly silent: boolean
  readonly version: string
  /** Messages that wait in it for the centre, and for the PACS. */
  readonly outgoing: number
  readonly incoming: number
  /** A word that is known, or a sentence of the node's. */
  readonly trouble: string | null
  readonly certificateExpiresAt: string | null
}

/** A node tells about itself every half a minute. */
const AGAIN_MS = 30_000

/** The worst word that is true of a node; `trouble` is what it tells of itself. */
export type NodeStanding = 'silent' | 'trouble' | 'well' | 'revoked'

interface NodesSearch {
  readonly state?: NodeStanding | undefined
  readonly page?: number | undefined
}

export const nodesQuery = (search: NodesSearch) =>
  queryOptions({
    queryKey: ['operator', 'nodes', search],
    queryFn: ({ signal }) => callApi<Page<KnownNode>>('/api/nodes', { query: { ...search }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  })

/** The institution's id stands in the key: whoever acts for another one sees nothing of the one before. */
export const ownNodesQuery = (institutionId: string) =>
  queryOptions({
    queryKey: ['own', 'nodes', institutionId],
    queryFn: ({ signal }) =>
      callApi<Page<KnownNode>>('/api/nodes', {
        query: { institution: institutionId },
        signal,
        actingFor: institutionId,
      }),
    refetchInterval: AGAIN_MS,
  })

/** A code that may still enrol a node. What it is was shown once, when it was issued. */
export interface OpenCode {
  readonly id: string
  readonly institution: Party
  readonly createdAt: string
  /** Null: whoever issued it is known no more. */
  readonly createdBy: string | null
  readonly expiresAt: string
}

/** As many as a page can hold: codes are few, and end by themselves. */
const MOST_CODES = 100

const openCodes = (institution?: string) => ({ pageSize: MOST_CODES, institution })

export const openCodesQuery = queryOptions({
  queryKey: ['operator', 'node-codes'],
  queryFn: ({ signal }) => callApi<Page<OpenCode>>('/api/nodes/codes', { query: openCodes(), signal }),
  refetchInterval: AGAIN_MS,
})

export const ownOpenCodesQuery = (institutionId: string) =>
  queryOptions({
    queryKey: ['own', 'node-codes', institutionId],
    queryFn: ({ signal }) =>
      callApi<Page<OpenCode>>('/api/nodes/codes', {
        query: openCodes(institutionId),
        signal,
        actingFor: institutionId,
      }),
    refetchInterval: AGAIN_MS,
  })

export interface IssuedCode {
  readonly id: string
  readonly code: string
  readonly expiresAt: string
}

export function issueCode(institution: string): Promise<IssuedCode> {
  return callApi<IssuedCode>('/api/nodes/codes', { method: 'POST', body: { institution } })
}

export function withdrawCode(id: string): Promise<unknown> {
  return callApi(`/api/nodes/codes/${encodeURIComponent(id)}`, { method: 'DELETE' })
}

export function revokeNode(id: string): Promise<unknown> {
  return callApi(`/api/nodes/${encodeURIComponent(id)}/revoke`, { method: 'POST' })
}
