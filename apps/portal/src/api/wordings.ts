/** What the centre's mails say, for operators. */
import { queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'

export interface Wording {
  readonly subject: string
  readonly text: string
}

export interface WordingKey {
  readonly name: string
  readonly language: 'cs' | 'en'
}

export interface WordingSummary extends WordingKey {
  /** 0: never changed. */
  readonly version: number
  readonly isOriginal: boolean
  readonly subject: string
  readonly changedAt: string | null
  readonly changedBy: string | null
}

export interface WordingPlaceholder {
  readonly name: string
  readonly sample: string
  readonly isObligatory: boolean
  readonly mayBeEmpty: boolean
  readonly isForSubject: boolean
}

export interface WordingVersion {
  readonly version: number
  /** Null: back to the original. */
  readonly wording: Wording | null
  readonly changedAt: string
  readonly changedBy: string | null
}

export interface WordingDetail extends WordingSummary {
  readonly text: string
  readonly original: Wording
  readonly placeholders: readonly WordingPlaceholder[]
  /** The newest first. */
  readonly versions: readonly WordingVersion[]
}

export type MailBlock =
  | { readonly kind: 'text' | 'quote'; readonly text: string }
  | { readonly kind: 'link'; readonly label: string; readonly address: string }
  | { readonly kind: 'code'; readonly label: string; readonly code: string }

export interface MailPreview {
  readonly subject: string
  readonly blocks: readonly MailBlock[]
}

const ALL = '/api/mail/wordings'
const pathOf = ({ name, language }: WordingKey) => `${ALL}/${encodeURIComponent(name)}/${language}`

export const wordingsQuery = queryOptions({
  queryKey: ['operator', 'wordings'],
  queryFn: async ({ signal }) => (await callApi<{ items: readonly WordingSummary[] }>(ALL, { signal })).items,
})

export const wordingQuery = ({ name, language }: WordingKey) =>
  queryOptions({
    queryKey: ['operator', 'wordings', name, language],
    queryFn: ({ signal }) => callApi<WordingDetail>(pathOf({ name, language }), { signal }),
    // What is being written is not to be taken away.
    refetchOnWindowFocus: false,
  })

/** `after`: the version that it was begun from. */
export function changeWording(key: WordingKey, wording: Wording, after: number): Promise<WordingDetail> {
  return callApi(pathOf(key), { method: 'PUT', body: { ...wording, after } })
}

export function restoreWording(key: WordingKey, after: number): Promise<WordingDetail> {
  return callApi(pathOf(key), { method: 'DELETE', query: { after } })
}

export function previewWording(key: WordingKey, wording: Wording): Promise<MailPreview> {
  return callApi(`${pathOf(key)}/preview`, { method: 'POST', body: wording })
}

/** The address that it goes to. */
export function tryWording(key: WordingKey, wording: Wording): Promise<{ to: string }> {
  return callApi(`${pathOf(key)}/trial`, { method: 'POST', body: wording })
}
