/** Versions of the conditions of participation, for operators. */
import { queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Answer, Item } from './description.ts'

export type ConditionsVersion = Item<Answer<'get', '/api/conditions/versions'>>
export type ConditionsTexts = ConditionsVersion['texts']

/** The newest first. */
export const conditionsVersionsQuery = queryOptions({
  queryKey: ['operator', 'conditions'],
  queryFn: async ({ signal }) => (await callApi('get', '/api/conditions/versions', { signal })).items,
})

export function publishConditions(validFrom: string, texts: ConditionsTexts) {
  return callApi('post', '/api/conditions/versions', { body: { validFrom, texts } })
}

/** One that is to come. */
export function withdrawConditions(version: number) {
  return callApi('delete', '/api/conditions/versions/{version}', { path: { version } })
}
