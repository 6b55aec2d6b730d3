/** How the service is doing, and what operators announce: for everybody. */
import { queryOptions } from '@tanstack/react-query'
import { callApi } from './client.ts'

export interface Announcement {
  readonly id: string
  readonly from: string
  /** The first moment after it. */
  readonly to: string
  readonly texts: { readonly cs: string; readonly en: string }
}

interface ServiceStatus {
  readonly at: string
  readonly state: 'working' | 'impaired' | 'down'
  readonly parts: readonly {
    readonly part: 'portal' | 'intake' | 'dicom' | 'mail' | 'jobs' | 'database'
    readonly state: 'working' | 'impaired' | 'down' | 'off'
  }[]
  /** Null: not known. */
  readonly upSince: string | null
  readonly version: string
  readonly announcements: readonly Announcement[]
}

const LOOK_EVERY_MS = 300_000

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => callApi<ServiceStatus>('/api/status', { signal }),
  staleTime: LOOK_EVERY_MS,
  refetchInterval: LOOK_EVERY_MS,
  // What fails here fails elsewhere on the page, where it matters.
  refetchOnWindowFocus: false,
  retry: false,
})

export const textOf = ({ texts }: Pick<Announcement, 'texts'>, language: string): string =>
  language === 'en' ? texts.en : texts.cs
