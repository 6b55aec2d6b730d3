/** What has happened to the message, by whom and when, the newest last. */
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { MessageEvent } from '../api/types.ts'
import { formatDateTime } from '../format/dates.ts'
import classes from './History.module.css'

interface HistoryProps {
  readonly events: readonly MessageEvent[]
  /** Stands below. */
  readonly children?: ReactNode
}

export function History({ events, children }: HistoryProps) {
  const { t, i18n } = useTranslation('messages')
  return (
    <section className={classes.card}>
      <h2>{t('history.title')}</h2>
      <ol className={classes.line}>
        {events.map(({ at, actor, what, institution }, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the record only grows at its end
          <li key={position}>
            <p className={classes.what}>
              {i18n.exists(`messages:history.${what}`) ? t(`history.${what}`) : what}
              {institution ? <span className={classes.where}>{institution.name}</span> : null}
            </p>
            <p className={classes.who}>
              <time dateTime={at}>{formatDateTime(at, i18n.language)}</time>
              {' · '}
              {actor === 'centre' ? t('history.centre') : actor}
            </p>
          </li>
        ))}
      </ol>
      {children}
    </section>
  )
}
