/** Lists of messages. The search travels in a request's body: addresses are written down on their way. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Body } from './description.ts'
import { Problem } from './problem.ts'
import type { Box } from './types.ts'

/** Of `from` and `to`, `to` is the first moment that is too late. */
export type BoxSearch = Omit<Body<'post', '/api/messages/search'>, 'box' | 'pageSize'>

export const largestQuery = queryOptions({
  queryKey: ['messages', 'largest'],
  queryFn: async ({ signal }) => {
    const { items } = await callApi('get', '/api/mailbox/largest', { signal })
    return items
  },
})

/** Returns those that are marked as wanted now. Nothing but opening it makes a message read that never was. */
export async function markMessages(messages: readonly string[], unread: boolean): Promise<readonly string[]> {
  const marked = await callApi('post', '/api/messages/marks', { body: { messages, unread } })
  return marked.messages
}

export const boxQuery = (box: Box, search: BoxSearch) =>
  queryOptions({
    queryKey: ['messages', box, search],
    queryFn: ({ signal }) =>
      callApi('post', '/api/messages/search', { query: { facets: false }, body: { box, ...search }, signal }),
    placeholderData: keepPreviousData,
  })

/** What the filters in the head of the list can choose from: counted apart, so that nobody waits for it to see messages. */
export const facetsQuery = (box: Box) =>
  queryOptions({
    queryKey: ['messages', box, 'facets'],
    queryFn: async ({ signal }) => {
      try {
        return await callApi('get', '/api/messages/facets', { query: { box }, signal })
      } catch (error) {
        // A process of the version before takes the word for the id of a message, and counts with each list.
        const isOfEarlier = error instanceof Problem && (error.status === 400 || error.status === 404)
        const list = isOfEarlier
          ? await callApi('post', '/api/messages/search', { body: { box, pageSize: 1 }, signal })
          : undefined
        if (list?.facets === undefined) throw error
        return list.facets
      }
    },
  })
