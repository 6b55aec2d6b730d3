/** Lists of messages. The search travels in a request's body: addresses are written down on their way. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Box, BoxPage, DeliveryStatus, HeldMessage } from './types.ts'

export interface BoxSearch {
  readonly status?: DeliveryStatus | undefined
  readonly institution?: string | undefined
  /** Moments; `to` is the first one that is too late. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly urgent?: true | undefined
  readonly q?: string | undefined
  readonly patient?: string | undefined
  readonly sort?: 'date' | 'institution' | 'size' | undefined
  readonly order?: 'ascending' | 'descending' | undefined
  readonly page?: number | undefined
}

export const largestQuery = queryOptions({
  queryKey: ['messages', 'largest'],
  queryFn: async ({ signal }) => {
    const { items } = await callApi<{ readonly items: readonly HeldMessage[] }>('/api/mailbox/largest', {
      signal,
    })
    return items
  },
})

/** Returns those that are marked as wanted now. Nothing but opening it makes a message read that never was. */
export async function markMessages(messages: readonly string[], unread: boolean): Promise<readonly string[]> {
  const marked = await callApi<{ readonly messages: readonly string[] }>('/api/messages/marks', {
    method: 'POST',
    body: { messages, unread },
  })
  return marked.messages
}

export const boxQuery = (box: Box, search: BoxSearch) =>
  queryOptions({
    queryKey: ['messages', box, search],
    queryFn: ({ signal }) =>
      callApi<BoxPage>('/api/messages/search', { method: 'POST', body: { box, ...search }, signal }),
    placeholderData: keepPreviousData,
  })
