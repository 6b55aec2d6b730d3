/** How much of what the sender declared has arrived, and what is missing. */
import { useTranslation } from 'react-i18next'
import type { Message } from '../api/types.ts'
import { formatNumber } from '../format/sizes.ts'
import classes from './Completeness.module.css'

export function Completeness({ message: { declared } }: { readonly message: Message }) {
  const { t, i18n } = useTranslation('messages')
  if (declared === null) return null
  const { instances, arrived } = declared
  const number = (value: number) => formatNumber(value, i18n.language)
  if (arrived === null) {
    return (
      <p className={classes.note}>{t('declared.awaited', { count: instances, number: number(instances) })}</p>
    )
  }
  if (arrived === instances) return null
  const missing = instances - arrived
  const named = declared.studies.flatMap((study) => study.missing)
  return (
    <section className={classes.missing} aria-labelledby="missing-instances">
      <h2 id="missing-instances">
        {t('declared.arrived', { arrived: number(arrived), declared: number(instances) })}
      </h2>
      <p>{t('declared.missing', { count: missing, number: number(missing) })}</p>
      {named.length > 0 ? (
        <details>
          <summary>{t('declared.which')}</summary>
          <ul>
            {named.map((uid) => (
              <li key={uid}>{uid}</li>
            ))}
          </ul>
          {named.length < missing ? <p>{t('declared.more')}</p> : null}
        </details>
      ) : null}
    </section>
  )
}
