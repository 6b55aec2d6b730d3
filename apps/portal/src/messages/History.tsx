/** What has happened to the message, by whom and when, the newest last. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageEvent } from '../api/types.ts'
import { Timeline } from '../layout/Timeline.tsx'
import classes from './History.module.css'

interface HistoryProps {
  readonly events: readonly MessageEvent[]
  /** Stands below. */
  readonly children?: ReactNode
}

export function History({ events, children }: HistoryProps) {
  const { t } = useTranslation('messages')
  return (
    <section className={classes.card}>
      <h2>{t('history.title')}</h2>
      <Timeline events={events} of="messages" />
      {children}
    </section>
  )
}
