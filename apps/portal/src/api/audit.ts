/** The audit trail, for auditors. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { apiUrl, callApi } from './client.ts'
import type { Page } from './types.ts'

export interface AuditEvent {
  readonly position: number
  readonly at: string
  readonly personId: string | null
  readonly personName: string | null
  readonly institutionId: string | null
  readonly institutionName: string | null
  readonly action: string
  readonly messageId: string | null
  readonly details: Readonly<Record<string, unknown>>
  readonly sha256: string
}

export interface AuditSearch {
  readonly q?: string | undefined
  /** Separated by commas: found with `q`, too. */
  readonly actions?: string | undefined
  readonly action?: string | undefined
  readonly person?: string | undefined
  readonly institution?: string | undefined
  readonly message?: string | undefined
  /** RFC 3339. */
  readonly from?: string | undefined
  readonly to?: string | undefined
}

const PAGE_SIZE = 50

export const auditQuery = (search: AuditSearch, page: number | undefined) =>
  queryOptions({
    queryKey: ['audit', search, page],
    queryFn: ({ signal }) =>
      callApi<Page<AuditEvent>>('/api/audit', { query: { ...search, page, pageSize: PAGE_SIZE }, signal }),
    placeholderData: keepPreviousData,
    // Each look is an event of the trail itself: not one more than was asked for.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })

/** CSV; DICOM Audit Messages (PS3.15 A.5); AuditEvents of FHIR R4. */
export const AUDIT_FORMATS = ['csv', 'dicom', 'fhir'] as const

export function auditExportUrl(search: AuditSearch, format: (typeof AUDIT_FORMATS)[number]): string {
  return apiUrl('/api/audit/export', { ...search, format })
}

export interface ChainPart {
  readonly state: 'whole' | 'unfinished' | 'broken'
  /** Of the last event that is as it was written; 0: none. */
  readonly position: number
  readonly total: number
  readonly firstAt: string | null
  readonly lastAt: string | null
  readonly head: string
  readonly broken: {
    readonly position: number
    readonly at: string
    readonly reason: 'missing' | 'unlinked' | 'changed'
  } | null
}

/** Part by part, each told to `onPart`. Resolves to the last one, with the time of the very first event. */
export async function checkChain(onPart: (part: ChainPart) => void, signal: AbortSignal): Promise<ChainPart> {
  let firstAt: string | null = null
  for (let after = 0; ; ) {
    const part: ChainPart = await callApi<ChainPart>('/api/audit/chain', { query: { after }, signal })
    firstAt ??= part.firstAt
    const soFar = { ...part, firstAt }
    onPart(soFar)
    if (part.state !== 'unfinished') return soFar
    after = part.position
  }
}
