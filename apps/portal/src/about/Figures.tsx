/** The network's figures, as the centre counts them now. Without them the page simply does without. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { institutionKinds } from '../api/types.ts'
import { capitalised } from '../format/capitalised.ts'
import { formatBytes, formatNumber } from '../format/sizes.ts'
import classes from './Figures.module.css'
import { statisticsQuery } from './statistics.ts'

export function Figures() {
  const { t, i18n } = useTranslation('about')
  const { t: tc } = useTranslation('common')
  const { data, isError } = useQuery(statisticsQuery)
  if (isError) return null
  const figures = data && [
    {
      value: formatNumber(data.institutions.total, i18n.language),
      label: t('figures.institutions', { count: data.institutions.total }),
    },
    {
      value: formatNumber(data.messages.total, i18n.language),
      label: t('figures.messages', { count: data.messages.total }),
    },
    {
      value: formatNumber(data.messages.studies, i18n.language),
      label: t('figures.studies', { count: data.messages.studies }),
    },
    { value: formatBytes(data.messages.sizeBytes, i18n.language), label: t('figures.volume') },
  ]
  return (
    <section className={classes.figures} aria-label={t('figures.label')}>
      <ul className={classes.list}>
        {(figures ?? [1, 2, 3, 4].map(() => undefined)).map((figure, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: four fixed places
          <li key={position} className={classes.figure}>
            <span className={classes.value}>{figure?.value ?? '\u00a0'}</span>
            <span className={classes.label}>{figure?.label ?? '\u00a0'}</span>
          </li>
        ))}
      </ul>
      {data && data.institutions.total > 0 ? (
        <ul className={classes.kinds} aria-label={t('figures.kinds')}>
          {institutionKinds
            .filter((kind) => data.institutions.byKind[kind] > 0)
            .map((kind) => (
              <li key={kind}>
                <Link to="/institutions" search={{ kind }}>
                  {capitalised(tc(`kind.${kind}`))}
                </Link>{' '}
                {formatNumber(data.institutions.byKind[kind], i18n.language)}
              </li>
            ))}
        </ul>
      ) : null}
    </section>
  )
}
