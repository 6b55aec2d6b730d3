/** What has happened, by whom and when, the newest last. */
import { useTranslation } from 'react-i18next'
import { formatDateTime } from '../format/dates.ts'
import classes from './Timeline.module.css'

interface TimelineProps {
  readonly events: readonly {
    /** RFC 3339. */
    readonly at: string
    /** A person's name, or `centre`. */
    readonly actor: string
    readonly what: string
    readonly institution: { readonly name: string } | null
  }[]
  /** Whose `history` has the words. */
  readonly of: 'messages' | 'requests'
}

export function Timeline({ events, of }: TimelineProps) {
  const { t, i18n } = useTranslation(of)
  return (
    <ol className={classes.line}>
      {events.map(({ at, actor, what, institution }, position) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the record only grows at its end
        <li key={position}>
          <p className={classes.what}>
            {i18n.exists(`${of}:history.${what}`) ? t(`history.${what}`) : what}
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
  )
}
