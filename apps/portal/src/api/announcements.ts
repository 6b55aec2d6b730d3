/** Announcements, as operators write and withdraw them. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Answer, Body, Item } from './description.ts'

export type AnnouncementOfOperators = Item<Answer<'get', '/api/announcements'>>

/** Those that begin latest first. */
export const announcementsQuery = (page: number | undefined) =>
  queryOptions({
    queryKey: ['operator', 'announcements', page],
    queryFn: ({ signal }) => callApi('get', '/api/announcements', { query: { page }, signal }),
    placeholderData: keepPreviousData,
  })

export function announce(wish: Body<'post', '/api/announcements'>) {
  return callApi('post', '/api/announcements', { body: wish })
}

export function withdrawAnnouncement(id: string) {
  return callApi('delete', '/api/announcements/{id}', { path: { id } })
}
