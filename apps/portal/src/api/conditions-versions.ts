/** Versions of the conditions of participation, for operators. */
import { queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'

export interface ConditionsTexts {
  readonly cs: string
  readonly en: string
}

export interface ConditionsVersion {
  readonly version: number
  readonly state: 'former' | 'in-force' | 'coming' | 'withdrawn'
  /** Null: since the centre is there. */
  readonly validFrom: string | null
  /** Null: not withdrawn. */
  readonly withdrawnAt: string | null
  readonly texts: ConditionsTexts
  /** Requests to join that agreed to it. */
  readonly agreed: number
}

/** The newest first. */
export const conditionsVersionsQuery = queryOptions({
  queryKey: ['operator', 'conditions'],
  queryFn: async ({ signal }) =>
    (await callApi<{ items: readonly ConditionsVersion[] }>('/api/conditions/versions', { signal })).items,
})

export function publishConditions(validFrom: string, texts: ConditionsTexts): Promise<{ version: number }> {
  return callApi('/api/conditions/versions', { method: 'POST', body: { validFrom, texts } })
}

/** One that is to come. */
export function withdrawConditions(version: number): Promise<void> {
  return callApi(`/api/conditions/versions/${version}`, { method: 'DELETE' })
}
