/** What has happened to the request, by whom and when, the newest last. */
import { useTranslation } from 'react-i18next'
import type { ImageRequest } from '../api/requests.ts'
import { formatDateTime } from '../format/dates.ts'
import classes from '../messages/History.module.css'

export function RequestHistory({ events }: Pick<ImageRequest, 'events'>) {
  const { t, i18n } = useTranslation('requests')
  return (
    <>
      <h2>{t('history.title')}</h2>
      <ol className={classes.line}>
        {events.map(({ at, actor, what, institution }, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the record only grows at its end
          <li key={position}>
            <p className={classes.what}>
              {i18n.exists(`requests:history.${what}`) ? t(`history.${what}`) : what}
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
    </>
  )
}
