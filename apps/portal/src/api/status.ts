/** How the service is doing, and what operators announce: for everybody. */
import { queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'
import type { Answer } from './description.ts'

export type Announcement = Answer<'get', '/api/status'>['announcements'][number]

const LOOK_EVERY_MS = 300_000

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => callApi('get', '/api/status', { signal }),
  staleTime: LOOK_EVERY_MS,
  refetchInterval: LOOK_EVERY_MS,
  // What fails here fails elsewhere on the page, where it matters.
  refetchOnWindowFocus: false,
  retry: false,
})

/** Operators announce in Czech and English; who reads another language is shown the Czech. */
export const announcedIn = (language: string): 'cs' | 'en' => (language === 'en' ? 'en' : 'cs')

export const textOf = ({ texts }: Pick<Announcement, 'texts'>, language: string): string =>
  texts[announcedIn(language)]
