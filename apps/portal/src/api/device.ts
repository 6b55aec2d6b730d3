/** A program on a machine without a browser that asks to be signed in (RFC 8628). */
import { callApi } from './client.ts'
import type { Answer } from './description.ts'

export type WaitingProgram = Answer<'post', '/api/device-sign-ins/look-up'>

/** In the body of the request: codes belong into no address. */
export function lookUpProgram(userCode: string, signal?: AbortSignal) {
  return callApi('post', '/api/device-sign-ins/look-up', {
    body: { userCode },
    ...(signal ? { signal } : {}),
  })
}

export function decideProgram(userCode: string, decision: 'allow' | 'refuse') {
  return callApi('post', '/api/device-sign-ins/decision', { body: { userCode, decision } })
}
