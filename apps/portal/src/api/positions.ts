/** Where institutions stand on the map, for operators. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Position } from '../map/projection.ts'
import { callApi } from './client.ts'
import type { InstitutionKind, Page } from './types.ts'

export interface PlacedInstitution {
  readonly id: string
  readonly name: string
  readonly kind: InstitutionKind
  readonly city: string
  readonly street: string | null
  readonly position: Position | null
  /** Null: the file that the centre began with, or nobody. */
  readonly origin: 'register' | 'operator' | null
}

const pathOf = (id: string) => `/api/institutions/${encodeURIComponent(id)}/position`

export const positionsQuery = (search: {
  readonly q?: string | undefined
  readonly missing?: 'true' | undefined
  readonly page?: number | undefined
}) =>
  queryOptions({
    queryKey: ['operator', 'positions', search],
    queryFn: ({ signal }) =>
      callApi<Page<PlacedInstitution>>('/api/institutions/positions', { query: { ...search }, signal }),
    placeholderData: keepPreviousData,
  })

export const positionQuery = (id: string) =>
  queryOptions({
    queryKey: ['operator', 'position', id],
    queryFn: ({ signal }) => callApi<PlacedInstitution>(pathOf(id), { signal }),
    refetchOnWindowFocus: false,
  })

/** Null: on no place of the map. */
export function place(id: string, position: Position | null): Promise<PlacedInstitution> {
  return callApi(pathOf(id), { method: 'PUT', body: { position } })
}

export function placeByRegister(id: string): Promise<PlacedInstitution> {
  return callApi(pathOf(id), { method: 'DELETE' })
}
