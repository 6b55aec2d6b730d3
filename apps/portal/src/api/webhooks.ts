/** Addresses of the institution's own programs that the centre calls; for its representatives. */
import { queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Answer, Body, Item } from './description.ts'

export type Webhook = Item<Answer<'get', '/api/webhooks'>>
export type NewWebhook = Body<'post', '/api/webhooks'>

export type HappeningName = NewWebhook['happenings'][number]
export const HAPPENINGS: readonly HappeningName[] = [
  'message.arrived',
  'message.urgent',
  'message.receipt',
  'message.failed',
  'mailbox.filling',
  'message.expiring',
  'certificate.ending',
  'node.silent',
  'request.received',
]

export const webhooksQuery = (institutionId: string) =>
  queryOptions({
    queryKey: ['own', 'webhooks', institutionId],
    queryFn: async ({ signal }) =>
      (await callApi('get', '/api/webhooks', { signal, actingFor: institutionId })).items,
  })

export function addWebhook(actingFor: string, body: NewWebhook) {
  return callApi('post', '/api/webhooks', { body, actingFor })
}

export function pauseWebhook(actingFor: string, id: string, isPaused: boolean) {
  return callApi('patch', '/api/webhooks/{id}', { path: { id }, body: { isPaused }, actingFor })
}

/** @param previousForHours for which the secret of before serves as well; 0: it ends at once */
export function renewSecret(actingFor: string, id: string, previousForHours: number) {
  const body = { previousForHours }
  return callApi('post', '/api/webhooks/{id}/secret', { path: { id }, body, actingFor })
}

export function removeWebhook(actingFor: string, id: string) {
  return callApi('delete', '/api/webhooks/{id}', { path: { id }, actingFor })
}

export function tryWebhook(actingFor: string, id: string) {
  return callApi('post', '/api/webhooks/{id}/test', { path: { id }, actingFor })
}
