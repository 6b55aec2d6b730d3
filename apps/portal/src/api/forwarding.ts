/** Forwarding: a new message that holds the images of another one. */
import { queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Body } from './description.ts'

export type Forwarding = Body<'post', '/api/messages/{id}/forward'>

/** `idempotencyKey`: asking again after a lost answer gives the message that the first request made. */
export function forwardMessage(
  id: string,
  forwarding: Forwarding,
  idempotencyKey: string,
  actingFor?: string,
) {
  return callApi('post', '/api/messages/{id}/forward', {
    path: { id },
    body: forwarding,
    idempotencyKey,
    actingFor,
  })
}

/** What a recipient's PACS would do with the message's images. */
export const foreseenForwardingQuery = (id: string, recipient: string) =>
  queryOptions({
    // Not below the message's own key: what a PACS takes does not change with each event of the message.
    queryKey: ['foreseen-forwarding', id, recipient],
    queryFn: ({ signal }) =>
      callApi('get', '/api/messages/{id}/foreseen', { path: { id }, query: { recipient }, signal }),
    staleTime: 300_000,
  })
