/** How many requests to join wait for the operator: stands in the navigation, so apart from the console's code. */
import { queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'

const LOOK_EVERY_MS = 60_000

export const waitingCountQuery = queryOptions({
  queryKey: ['operator', 'registrations', 'waiting-count'],
  queryFn: async ({ signal }) => {
    const query = { status: 'waiting', pageSize: 1 } as const
    const { total } = await callApi('get', '/api/registrations', { query, signal })
    return total
  },
  refetchInterval: LOOK_EVERY_MS,
})
