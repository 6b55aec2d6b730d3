/**
 * Keeps what is on the screen true: the centre's events mark lists and messages as stale. Without the stream
 * (a proxy that cuts it, the centre being restarted) the same is done by the clock.
 */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { checkingKey } from '../api/messages.ts'
import { listen } from './event-stream.ts'

const fallbackEveryMs = 10_000

export default function LiveUpdates() {
  const queries = useQueryClient()
  useEffect(() => {
    const refreshAll = () => {
      void queries.invalidateQueries({ queryKey: ['messages'] })
      void queries.invalidateQueries({ queryKey: ['message'] })
    }
    const stream = listen('/api/events', {
      onEvent: (event) => {
        if (event.type === 'progress') {
          queries.setQueryData(checkingKey(event.id), event)
          return
        }
        void queries.invalidateQueries({ queryKey: ['messages'] })
        void queries.invalidateQueries({ queryKey: ['message', event.id] })
      },
      onGap: refreshAll,
    })
    const clock = setInterval(() => {
      if (!stream.isOpen() && document.visibilityState === 'visible') refreshAll()
    }, fallbackEveryMs)
    return () => {
      clearInterval(clock)
      stream.close()
    }
  }, [queries])
  return null
}
