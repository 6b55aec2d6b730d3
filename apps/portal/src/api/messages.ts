/** Queries and commands of messages: one message, the state of the mailbox, deletion, cancelling, creation. */
import { queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { MailboxState, Message } from './types.ts'

interface Reading {
  readonly signal?: AbortSignal
  readonly actingFor?: string | undefined
}

export function readMessage(id: string, reading: Reading = {}): Promise<Message> {
  return callApi<Message>(`/api/messages/${encodeURIComponent(id)}`, reading)
}

export const messageQuery = (id: string) =>
  queryOptions({ queryKey: ['message', id], queryFn: ({ signal }) => readMessage(id, { signal }) })

/** Space and unread messages of the mailbox. Asking does not prolong the session. */
export const mailboxQuery = queryOptions({
  queryKey: ['messages', 'mailbox'],
  queryFn: ({ signal }) => callApi<MailboxState>('/api/mailbox', { signal }),
})

export interface NewMessage {
  readonly recipients: readonly string[]
  readonly uploads: readonly string[]
  readonly subject?: string
  readonly note?: string
  readonly urgent?: boolean
  readonly allOrNothing?: boolean
  /** The message that it replies to. */
  readonly inReplyTo?: string
  /** What is going to arrive, by study. */
  readonly declared?: readonly {
    readonly study: string
    readonly instances: number
    readonly sopInstanceUids?: readonly string[]
  }[]
  /** The request for images that it answers. */
  readonly answers?: string
  /** Nothing more is to follow. */
  readonly answersInFull?: boolean
  /** PDFs, by their uploads, which are not among `uploads`. */
  readonly documents?: readonly {
    readonly upload: string
    readonly title: string
    readonly study: string | null
  }[]
}

/** `idempotencyKey`: asking again after a lost answer gives the message that the first request made. */
export function createMessage(
  message: NewMessage,
  idempotencyKey: string,
  actingFor?: string,
): Promise<Message> {
  return callApi<Message>('/api/messages', { method: 'POST', body: message, idempotencyKey, actingFor })
}

export function cancelMessage(id: string, actingFor?: string): Promise<unknown> {
  return callApi(`/api/messages/${encodeURIComponent(id)}/cancel`, { method: 'POST', actingFor })
}

export function deleteMessageData(id: string): Promise<unknown> {
  return callApi(`/api/messages/${encodeURIComponent(id)}/data`, { method: 'DELETE' })
}

/** Whether the package can be had: a refused download would end as a nameless failure in the browser's list. */
export function askForPackage(id: string, studies?: readonly string[]): Promise<unknown> {
  return callApi(packageUrl(id, studies), { method: 'HEAD' })
}

/** `studies`: Study Instance UIDs; none: the whole package. */
export function packageUrl(id: string, studies: readonly string[] = []): string {
  const chosen = new URLSearchParams(studies.map((study) => ['study', study])).toString()
  return `/api/messages/${encodeURIComponent(id)}/package${chosen === '' ? '' : `?${chosen}`}`
}

/** A small file with the signed receipts that the reader may have. */
export function receiptsUrl(id: string): string {
  return `/api/messages/${encodeURIComponent(id)}/receipts`
}

/** SHA-256 of every image, signed. */
export function manifestUrl(id: string): string {
  return `/api/messages/${encodeURIComponent(id)}/manifest`
}

/** Where the progress of a message's checking is kept, as the event stream tells it. */
export function checkingKey(id: string): readonly ['checking', string] {
  return ['checking', id]
}
