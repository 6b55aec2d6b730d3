/** What people set for themselves: kept by the centre, so that it holds wherever they sign in. */
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { callApi } from './client.ts'

export const ARRIVAL_MAILS = ['every', 'daily', 'urgent', 'none'] as const
type ArrivalMails = (typeof ARRIVAL_MAILS)[number]

export const NOTICES = ['failure', 'receipt', 'quota', 'certificate'] as const
export type NoticeName = (typeof NOTICES)[number]

export interface OwnSettings {
  /** Null: as each browser has it. */
  readonly language: 'cs' | 'en' | null
  /** Id; null: asked each time. */
  readonly desktopViewer: string | null
  /** About which messages that arrive a mail comes. */
  readonly arrivalMails: ArrivalMails
  /** What else a mail comes about. */
  readonly notices: readonly NoticeName[]
}

interface KnownSettings extends OwnSettings {
  /** The address that the centre has of the person. */
  readonly email: string | null
}

export const settingsQuery = queryOptions({
  queryKey: ['own', 'settings'],
  queryFn: ({ signal }) => callApi<KnownSettings>('/api/settings', { signal }),
  staleTime: 300_000,
})

/** Changes some of them; the others stay, also those changed elsewhere since. One change after another. */
export function useSaveSettings() {
  const queries = useQueryClient()
  return useMutation({
    scope: { id: 'settings' },
    mutationFn: (change: Partial<OwnSettings>) =>
      callApi<KnownSettings>('/api/settings', { method: 'PUT', body: change }),
    onSuccess: (saved) => queries.setQueryData(settingsQuery.queryKey, saved),
  })
}
