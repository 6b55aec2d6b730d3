/** Announcements, as operators write and withdraw them. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Announcement } from './status.ts'
import type { Page } from './types.ts'

export interface AnnouncementOfOperators extends Announcement {
  readonly state: 'coming' | 'lasting' | 'over' | 'withdrawn'
  readonly announcedAt: string
}

/** Those that begin latest first. */
export const announcementsQuery = (page: number | undefined) =>
  queryOptions({
    queryKey: ['operator', 'announcements', page],
    queryFn: ({ signal }) =>
      callApi<Page<AnnouncementOfOperators>>('/api/announcements', { query: { page }, signal }),
    placeholderData: keepPreviousData,
  })

export function announce(wish: Pick<Announcement, 'from' | 'to' | 'texts'>): Promise<{ id: string }> {
  return callApi('/api/announcements', { method: 'POST', body: wish })
}

export function withdrawAnnouncement(id: string): Promise<unknown> {
  return callApi(`/api/announcements/${encodeURIComponent(id)}`, { method: 'DELETE' })
}
