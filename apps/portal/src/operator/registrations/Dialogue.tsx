/** What was said about the request and how its state moved, the oldest first. */
import { useTranslation } from 'react-i18next'
import type { Registration, RegistrationEntry } from '../../api/operator-types.ts'
import { formatDateTime } from '../../format/dates.ts'
import card from '../Card.module.css'
import classes from './Dialogue.module.css'

export function Dialogue({ registration }: { registration: Registration }) {
  const { t } = useTranslation('operator')
  return (
    <section className={card.card}>
      <h2>{t('dialogue.title')}</h2>
      <ol className={classes.entries}>
        {registration.entries.map((entry, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: entries are only ever added at the end
          <Entry key={position} entry={entry} />
        ))}
      </ol>
    </section>
  )
}

function Entry({ entry }: { entry: RegistrationEntry }) {
  const { t, i18n } = useTranslation('operator')
  const { at, author, name, status, words } = entry
  const isChange = words === 'form-changed'
  return (
    <li className={classes.entry} data-author={author}>
      <p className={classes.head}>
        <strong>{name ?? t(`dialogue.author.${author}`)}</strong>
        <time dateTime={at}>{formatDateTime(at, i18n.language)}</time>
      </p>
      {status === null ? null : <p className={classes.move}>{t(`dialogue.move.${status}`)}</p>}
      {isChange ? <p className={classes.move}>{t('dialogue.formChanged')}</p> : null}
      {words === '' || isChange ? null : <p className={classes.words}>{words}</p>}
    </li>
  )
}
