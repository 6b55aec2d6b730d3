/** Queries and commands of the console's page on DICOM: who may call, and under which AE titles. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Page } from './types.ts'

export interface ReportTo {
  readonly host: string
  readonly port: number
  readonly tls: boolean
}

export interface GatewayCertificate {
  readonly fingerprintSha256: string | null
  /** Null: only its fingerprint is known. */
  readonly subject: string | null
  readonly notAfter: string | null
}

export interface Gateway {
  readonly id: string
  readonly aeTitle: string
  readonly addresses: readonly string[]
  readonly certificates: readonly GatewayCertificate[]
  readonly reportTo: ReportTo | null
}

export interface DicomInstitution {
  readonly id: string
  readonly name: string
  readonly city: string
  readonly aeTitle: string
  readonly gateways: readonly Gateway[]
}

export interface GatewayWish {
  readonly institution: string
  readonly aeTitle: string
  /** PEM, or SHA-256 fingerprints. */
  readonly certificates: readonly string[]
  readonly addresses: readonly string[]
  readonly reportTo: ReportTo | null
}

export const gatewaysQuery = (search: {
  readonly q?: string | undefined
  readonly page?: number | undefined
}) =>
  queryOptions({
    queryKey: ['operator', 'gateways', search],
    queryFn: ({ signal }) =>
      callApi<Page<DicomInstitution>>('/api/dicom/institutions', { query: { ...search }, signal }),
    placeholderData: keepPreviousData,
  })

/** `id` undefined: a new one. */
export function keepGateway(id: string | undefined, wish: GatewayWish): Promise<DicomInstitution> {
  return id === undefined
    ? callApi<DicomInstitution>('/api/dicom/gateways', { method: 'POST', body: wish })
    : callApi<DicomInstitution>(`/api/dicom/gateways/${encodeURIComponent(id)}`, {
        method: 'PUT',
        body: wish,
      })
}

export function withdrawGateway(id: string): Promise<unknown> {
  return callApi(`/api/dicom/gateways/${encodeURIComponent(id)}`, { method: 'DELETE' })
}

export function setAeTitle(institutionId: string, aeTitle: string): Promise<DicomInstitution> {
  const path = `/api/dicom/institutions/${encodeURIComponent(institutionId)}/ae-title`
  return callApi<DicomInstitution>(path, { method: 'PUT', body: { aeTitle } })
}
