/** The audit trail, for auditors. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { apiUrl, callApi } from './client.ts'
import type { Answer, Item, Query } from './description.ts'

export type AuditEvent = Item<Answer<'get', '/api/audit'>>

export type AuditSearch = Omit<Query<'get', '/api/audit'>, 'page' | 'pageSize'>

const PAGE_SIZE = 50

export const auditQuery = (search: AuditSearch, page: number | undefined) =>
  queryOptions({
    queryKey: ['audit', search, page],
    queryFn: ({ signal }) =>
      callApi('get', '/api/audit', { query: { ...search, page, pageSize: PAGE_SIZE }, signal }),
    placeholderData: keepPreviousData,
    // Each look is an event of the trail itself: not one more than was asked for.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })

/** CSV; DICOM Audit Messages (PS3.15 A.5); AuditEvents of FHIR R4. */
export const AUDIT_FORMATS = ['csv', 'dicom', 'fhir'] as const

export function auditExportUrl(search: AuditSearch, format: (typeof AUDIT_FORMATS)[number]): string {
  return apiUrl('/api/audit/export', { query: { ...search, format } })
}

export type ChainPart = Answer<'get', '/api/audit/chain'>

/** Part by part, each told to `onPart`. Resolves to the last one, with the time of the very first event. */
export async function checkChain(onPart: (part: ChainPart) => void, signal: AbortSignal): Promise<ChainPart> {
  let firstAt: string | null = null
  for (let after = 0; ; ) {
    const part: ChainPart = await callApi('get', '/api/audit/chain', { query: { after }, signal })
    firstAt ??= part.firstAt
    const soFar = { ...part, firstAt }
    onPart(soFar)
    if (part.state !== 'unfinished') return soFar
    after = part.position
  }
}
