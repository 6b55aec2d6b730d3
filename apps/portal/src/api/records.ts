/** Numbers, address and language of an institution, for operators. */
import { queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Answer, Body } from './description.ts'

export type InstitutionRecord = Answer<'get', '/api/institutions/{id}/record'>

export const recordQuery = (id: string) =>
  queryOptions({
    queryKey: ['operator', 'record', id],
    queryFn: ({ signal }) => callApi('get', '/api/institutions/{id}/record', { path: { id }, signal }),
  })

/** Throws what the centre finds wrong, and changes nothing. */
export async function tryRecord(
  id: string,
  body: Body<'put', '/api/institutions/{id}/record'>,
): Promise<void> {
  await callApi('put', '/api/institutions/{id}/record', { path: { id }, query: { isTrial: true }, body })
}

export function correctRecord(id: string, body: Body<'put', '/api/institutions/{id}/record'>) {
  return callApi('put', '/api/institutions/{id}/record', { path: { id }, body })
}
