/** Whom one is likely to send to: favourites, which are the person's own, and those that were sent to lately. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { callApi } from './client.ts'

export const likelyRecipientsQuery = queryOptions({
  queryKey: ['own', 'recipients'],
  queryFn: ({ signal }) => callApi('get', '/api/recipients', { signal }),
})

/** Sets or takes back the star of an institution. */
export function useFavour(institutionId: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (isFavourite: boolean) =>
      callApi(isFavourite ? 'put' : 'delete', '/api/institutions/{id}/favourite', {
        path: { id: institutionId },
      }),
    // Awaited: until the list is known, the star shows what was wished.
    onSettled: () => queries.invalidateQueries({ queryKey: likelyRecipientsQuery.queryKey }),
  })
}
