/**
 * Keeps what is on the screen true: the centre's events mark lists and messages as stale. Without the stream
 * (a proxy that cuts it, the centre being restarted) the same is done by the clock.
 */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { checkingKey, mailboxQuery } from '../api/messages.ts'
import { showUnread } from '../layout/window-title.ts'
import { showBrowserNotice } from './browser-notices.ts'
import { listen } from './event-stream.ts'
import { whatHasCome } from './what-has-come.ts'

/** A tab that nobody looks at has let go of the stream; its title still tells how many messages are unread. */
const countEveryMs = 60_000
const fallbackEveryMs = 10_000
/** What happens to many messages at once is one change of the lists. */
const gatherMs = 300

export default function LiveUpdates() {
  const queries = useQueryClient()
  const { data } = useQuery({
    ...mailboxQuery,
    refetchInterval: countEveryMs,
    refetchIntervalInBackground: true,
  })
  const unread = data?.unread ?? 0
  useEffect(() => {
    showUnread(unread)
    return () => showUnread(0)
  }, [unread])
  const { t } = useTranslation('mailbox')
  const known = useRef<typeof data>(undefined)
  useEffect(() => {
    if (data === undefined) return
    const before = known.current
    known.current = data
    if (before === undefined) return
    for (const what of whatHasCome(before, data)) {
      showBrowserNotice(
        t(`browserNotice.${what}.title`),
        t(`browserNotice.${what}.body`),
        what === 'message' ? 'arrival' : 'request',
      )
    }
  }, [data, t])
  useEffect(() => {
    let gathering: ReturnType<typeof setTimeout> | undefined
    const refreshLists = () => {
      gathering ??= setTimeout(() => {
        gathering = undefined
        void queries.invalidateQueries({ queryKey: ['messages'] })
      }, gatherMs)
    }
    const refreshAll = () => {
      void queries.invalidateQueries({ queryKey: ['messages'] })
      void queries.invalidateQueries({ queryKey: ['message'] })
      void queries.invalidateQueries({ queryKey: ['request'] })
    }
    const stream = listen('/api/events', {
      onEvent: (event) => {
        if (event.type === 'progress') {
          queries.setQueryData(checkingKey(event.id), event)
          return
        }
        refreshLists()
        if (event.type === 'message' || event.type === 'request') {
          void queries.invalidateQueries({ queryKey: [event.type, event.id] })
        }
      },
      onGap: refreshAll,
    })
    const clock = setInterval(() => {
      if (!stream.isOpen() && document.visibilityState === 'visible') refreshAll()
    }, fallbackEveryMs)
    return () => {
      clearInterval(clock)
      clearTimeout(gathering)
      stream.close()
    }
  }, [queries])
  return null
}
