/** Favourites, then those that were sent to lately, each once; none until they are known. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { likelyRecipientsQuery } from '../api/recipients.ts'
import type { InstitutionSummary } from '../api/types.ts'

export function useLikelyRecipients(): readonly InstitutionSummary[] {
  const { data } = useQuery(likelyRecipientsQuery)
  return useMemo(() => {
    const { favourites, recent } = data ?? { favourites: [], recent: [] }
    const starred = new Set(favourites.map(({ id }) => id))
    return [...favourites, ...recent.filter(({ id }) => !starred.has(id))]
  }, [data])
}
