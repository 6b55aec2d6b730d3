/** Forwarding: a new message that holds the images of another one. */
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
