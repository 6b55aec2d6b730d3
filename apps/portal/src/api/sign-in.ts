/** After JTP: one legal person with several mailboxes, of which the person chooses one. */
import { queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'

const path = '/api/sign-in/institutions'

export const choicesQuery = queryOptions({
  queryKey: ['sign-in', 'institutions'],
  queryFn: async ({ signal }) => (await callApi('get', path, { signal })).items,
  gcTime: 0,
})

/** Ends the sign-in; the answer says where to go. */
export function choose(institution: string) {
  return callApi('post', path, { body: { institution } })
}
