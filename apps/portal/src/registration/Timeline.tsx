/** What happened to a request and what was said about it, in the order of time. */
import { useTranslation } from 'react-i18next'
import type { Entry } from '../api/registrations.ts'
import { formatDateTime } from '../format/dates.ts'
import classes from './Request.module.css'

export function Timeline({ entries }: { readonly entries: readonly Entry[] }) {
  const { t, i18n } = useTranslation('registration')
  function headingOf({ status, author, words }: Entry): string {
    if (words === 'form-changed') return t(`timeline.changed.${author}`)
    if (status === null || (author === 'applicant' && status === 'in-review'))
      return t(`timeline.said.${author}`)
    return t(`timeline.moved.${status}`)
  }
  return (
    <ol className={classes.timeline}>
      {entries.map((entry) => (
        <li key={`${entry.at} ${entry.author} ${entry.status} ${entry.words}`}>
          <h3>{headingOf(entry)}</h3>
          <p className={classes.when}>
            <time dateTime={entry.at}>{formatDateTime(entry.at, i18n.language)}</time>
            {entry.author === 'operator' && entry.name !== null ? `, ${entry.name}` : ''}
          </p>
          {entry.words === '' || entry.words === 'form-changed' ? null : (
            <p className={classes.words}>{entry.words}</p>
          )}
        </li>
      ))}
    </ol>
  )
}
