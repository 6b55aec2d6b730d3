/** Asks about the session again when it should be over: a page left open must not show patients for ever. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { sessionQuery } from '../api/session.ts'
import type { Session } from '../api/types.ts'

const graceMs = 1000
/** The longest that a browser's timer can wait. */
const longestMs = 2 ** 31 - 1

export function useSessionEnd(session: Session | null | undefined): void {
  const queries = useQueryClient()
  const expiresAt = session?.expiresAt ?? null
  useEffect(() => {
    if (expiresAt === null) return
    const waitMs = Math.max(graceMs, new Date(expiresAt).getTime() - Date.now() + graceMs)
    const timer = setTimeout(
      () => void queries.invalidateQueries({ queryKey: sessionQuery.queryKey }),
      Math.min(waitMs, longestMs),
    )
    return () => clearTimeout(timer)
  }, [expiresAt, queries])
}
