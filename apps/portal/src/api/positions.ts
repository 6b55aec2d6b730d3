/** Where institutions stand on the map, for operators. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Position } from '../map/projection.ts'
import { callApi } from './client.ts'
import type { Answer, Item, Query } from './description.ts'

export type PlacedInstitution = Item<Answer<'get', '/api/institutions/positions'>>

const ONE = '/api/institutions/{id}/position'

export const positionsQuery = (search: Query<'get', '/api/institutions/positions'>) =>
  queryOptions({
    queryKey: ['operator', 'positions', search],
    queryFn: ({ signal }) => callApi('get', '/api/institutions/positions', { query: search, signal }),
    placeholderData: keepPreviousData,
  })

export const positionQuery = (id: string) =>
  queryOptions({
    queryKey: ['operator', 'position', id],
    queryFn: ({ signal }) => callApi('get', ONE, { path: { id }, signal }),
    refetchOnWindowFocus: false,
  })

/** Null: on no place of the map. */
export function place(id: string, position: Position | null) {
  return callApi('put', ONE, { path: { id }, body: { position } })
}

export function placeByRegister(id: string) {
  return callApi('delete', ONE, { path: { id } })
}
