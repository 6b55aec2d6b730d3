/** After JTP: one legal person with several mailboxes, of which the person chooses one. */
import { queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Party } from './types.ts'

export interface Choice extends Party {
  readonly city: string
}

const path = '/api/sign-in/institutions'

export const choicesQuery = queryOptions({
  queryKey: ['sign-in', 'institutions'],
  queryFn: async ({ signal }) => (await callApi<{ items: readonly Choice[] }>(path, { signal })).items,
  gcTime: 0,
})

/** Ends the sign-in; the answer says where to go. */
export function choose(institution: string): Promise<{ readonly location: string }> {
  return callApi(path, { method: 'POST', body: { institution } })
}
