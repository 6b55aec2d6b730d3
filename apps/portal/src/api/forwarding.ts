/** Forwarding: a new message that holds the images of another one. */
import { callApi } from './client.ts'
import type { Message } from './types.ts'

export interface Forwarding {
  readonly recipients: readonly string[]
  readonly subject: string
  readonly note: string
  readonly urgent: boolean
  /** Study Instance UIDs; without it, all that the message holds. */
  readonly studies?: readonly string[]
}

/** `idempotencyKey`: asking again after a lost answer gives the message that the first request made. */
export function forwardMessage(
  id: string,
  forwarding: Forwarding,
  idempotencyKey: string,
  actingFor?: string,
): Promise<Message> {
  return callApi<Message>(`/api/messages/${encodeURIComponent(id)}/forward`, {
    method: 'POST',
    body: forwarding,
    idempotencyKey,
    actingFor,
  })
}
