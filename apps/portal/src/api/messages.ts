/** Queries and commands of messages: one message, the state of the mailbox, deletion, cancelling, creation. */
import { queryOptions } from '@tanstack/react-query'
import { apiUrl, callApi } from './client.ts'
import type { Body } from './description.ts'

interface Reading {
  readonly signal?: AbortSignal
  readonly actingFor?: string | undefined
}

export function readMessage(id: string, reading: Reading = {}) {
  return callApi('get', '/api/messages/{id}', { path: { id }, ...reading })
}

export const messageQuery = (id: string) =>
  queryOptions({ queryKey: ['message', id], queryFn: ({ signal }) => readMessage(id, { signal }) })

/** Space and unread messages of the mailbox. Asking does not prolong the session. */
export const mailboxQuery = queryOptions({
  queryKey: ['messages', 'mailbox'],
  queryFn: ({ signal }) => callApi('get', '/api/mailbox', { signal }),
})

export type NewMessage = Body<'post', '/api/messages'>

/** `idempotencyKey`: asking again after a lost answer gives the message that the first request made. */
export function createMessage(message: NewMessage, idempotencyKey: string, actingFor?: string) {
  return callApi('post', '/api/messages', { body: message, idempotencyKey, actingFor })
}

export function cancelMessage(id: string, actingFor?: string) {
  return callApi('post', '/api/messages/{id}/cancel', { path: { id }, actingFor })
}

export function deleteMessageData(id: string) {
  return callApi('delete', '/api/messages/{id}/data', { path: { id } })
}

/** Whether the package can be had: a refused download would end as a nameless failure in the browser's list. */
export function askForPackage(id: string, wish: PackageWish = {}) {
  return callApi('head', '/api/messages/{id}/package', { path: { id }, query: queryOf(wish) })
}

export function packageUrl(id: string, wish: PackageWish = {}): string {
  return apiUrl('/api/messages/{id}/package', { path: { id }, query: queryOf(wish) })
}

export interface PackageWish {
  /** Study Instance UIDs; none: the whole package. */
  readonly studies?: readonly string[] | undefined
  /** As IHE XDM, for discs and other systems. */
  readonly isForMedia?: boolean | undefined
}

function queryOf({ studies = [], isForMedia = false }: PackageWish) {
  return { study: studies, ...(isForMedia ? { form: 'xdm' as const } : {}) }
}

/** A small file with the signed receipts that the reader may have. */
export function receiptsUrl(id: string): string {
  return apiUrl('/api/messages/{id}/receipts', { path: { id } })
}

/** SHA-256 of every image, signed. */
export function manifestUrl(id: string): string {
  return apiUrl('/api/messages/{id}/manifest', { path: { id } })
}

/** Where the progress of a message's checking is kept, as the event stream tells it. */
export function checkingKey(id: string): readonly ['checking', string] {
  return ['checking', id]
}
