/** Addresses of the institution's own programs that the centre calls; for its representatives. */
import { queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'

export const HAPPENINGS = [
  'message.arrived',
  'message.urgent',
  'message.receipt',
  'message.failed',
  'mailbox.filling',
  'certificate.ending',
] as const
export type HappeningName = (typeof HAPPENINGS)[number]

export interface Webhook {
  readonly id: string
  readonly url: string
  readonly happenings: readonly HappeningName[]
  readonly pausedAt: string | null
  readonly problem: string | null
  readonly retryAt: string | null
  readonly takenAt: string | null
  readonly waiting: number
}

export const webhooksQuery = (institutionId: string) =>
  queryOptions({
    queryKey: ['own', 'webhooks', institutionId],
    queryFn: async ({ signal }) => {
      const request = { signal, actingFor: institutionId }
      return (await callApi<{ items: readonly Webhook[] }>('/api/webhooks', request)).items
    },
  })

export interface NewWebhook {
  readonly url: string
  readonly happenings: readonly HappeningName[]
}

export function addWebhook(actingFor: string, body: NewWebhook): Promise<{ id: string; secret: string }> {
  return callApi('/api/webhooks', { method: 'POST', body, actingFor })
}

export function pauseWebhook(actingFor: string, id: string, isPaused: boolean): Promise<unknown> {
  return callApi(`/api/webhooks/${encodeURIComponent(id)}`, {
    method: 'PATCH',
    body: { isPaused },
    actingFor,
  })
}

export function removeWebhook(actingFor: string, id: string): Promise<unknown> {
  return callApi(`/api/webhooks/${encodeURIComponent(id)}`, { method: 'DELETE', actingFor })
}

export function tryWebhook(
  actingFor: string,
  id: string,
): Promise<{ isTaken: boolean; problem: string | null }> {
  return callApi(`/api/webhooks/${encodeURIComponent(id)}/test`, { method: 'POST', actingFor })
}
