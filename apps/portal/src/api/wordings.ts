/** What the centre's mails say, for operators. */
import { queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Answer, Item } from './description.ts'

export type WordingSummary = Item<Answer<'get', '/api/mail/wordings'>>
export type WordingDetail = Answer<'get', '/api/mail/wordings/{name}/{language}'>
export type Wording = WordingDetail['original']
export type WordingKey = Pick<WordingSummary, 'name' | 'language'>
export type WordingPlaceholder = WordingDetail['placeholders'][number]
export type MailPreview = Answer<'post', '/api/mail/wordings/{name}/{language}/preview'>
export type MailBlock = MailPreview['blocks'][number]

/** A name that is none is refused by the centre. */
export function keyInAddress(name: string, language: WordingKey['language']): WordingKey {
  return { name: name as WordingKey['name'], language }
}

const ONE = '/api/mail/wordings/{name}/{language}'
const pathOf = ({ name, language }: WordingKey) => ({ name, language })

export const wordingsQuery = queryOptions({
  queryKey: ['operator', 'wordings'],
  queryFn: async ({ signal }) => (await callApi('get', '/api/mail/wordings', { signal })).items,
})

export const wordingQuery = ({ name, language }: WordingKey) =>
  queryOptions({
    queryKey: ['operator', 'wordings', name, language],
    queryFn: ({ signal }) => callApi('get', ONE, { path: { name, language }, signal }),
    // What is being written is not to be taken away.
    refetchOnWindowFocus: false,
  })

/** `after`: the version that it was begun from. */
export function changeWording(key: WordingKey, wording: Wording, after: number) {
  return callApi('put', ONE, { path: pathOf(key), body: { ...wording, after } })
}

export function restoreWording(key: WordingKey, after: number) {
  return callApi('delete', ONE, { path: pathOf(key), query: { after } })
}

export function previewWording(key: WordingKey, wording: Wording) {
  return callApi('post', `${ONE}/preview`, { path: pathOf(key), body: wording })
}

/** The address that it goes to. */
export function tryWording(key: WordingKey, wording: Wording) {
  return callApi('post', `${ONE}/trial`, { path: pathOf(key), body: wording })
}
