/** Queries and commands of the console's page on DICOM: who may call, and under which AE titles. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Answer, Body, Item, Query } from './description.ts'

export type DicomInstitution = Item<Answer<'get', '/api/dicom/institutions'>>
export type Gateway = DicomInstitution['gateways'][number]
export type GatewayCertificate = Gateway['certificates'][number]
export type GatewayWish = Body<'post', '/api/dicom/gateways'>

export const gatewaysQuery = (search: Query<'get', '/api/dicom/institutions'>) =>
  queryOptions({
    queryKey: ['operator', 'gateways', search],
    queryFn: ({ signal }) => callApi('get', '/api/dicom/institutions', { query: search, signal }),
    placeholderData: keepPreviousData,
  })

/** `id` undefined: a new one. */
export function keepGateway(id: string | undefined, wish: GatewayWish) {
  return id === undefined
    ? callApi('post', '/api/dicom/gateways', { body: wish })
    : callApi('put', '/api/dicom/gateways/{id}', { path: { id }, body: wish })
}

export function withdrawGateway(id: string) {
  return callApi('delete', '/api/dicom/gateways/{id}', { path: { id } })
}

export function setAeTitle(institutionId: string, aeTitle: string) {
  const path = { id: institutionId }
  return callApi('put', '/api/dicom/institutions/{id}/ae-title', { path, body: { aeTitle } })
}
